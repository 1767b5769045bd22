"""The security settings of a person: password, second factors, sessions, and who tried to be them."""

import time
from pathlib import Path

import pyotp
import pytest
from browser.people import NEW_PASSWORD, Person, give_password, sign_in, sign_out, someone
from playwright.sync_api import Browser, Locator, Page, expect
from running_suite import RunningSuite, session_cookie


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def shown_codes(page: Page) -> list[str]:
    """The recovery codes, which are shown once."""
    dialog = page.get_by_role("dialog", name="Keep your recovery codes")
    expect(dialog).to_be_visible()
    codes = dialog.locator("code").all_inner_texts()
    assert len(set(codes)) == 10
    return codes


def answer_with(page: Page, person: Person, code: str) -> None:
    sign_out(page)
    give_password(page, person)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()


def set_up_app(page: Page) -> pyotp.TOTP:
    page.goto("/app/settings/security")
    app_panel = panel(page, "Authenticator app")
    app_panel.get_by_role("button", name="Set it up").click()
    app_panel.get_by_text("I cannot scan it").click()
    app = pyotp.TOTP(app_panel.locator("code").inner_text().replace(" ", ""))
    assert app_panel.get_by_alt_text("QR code").evaluate("image => image.naturalWidth > 0")
    app_panel.get_by_label("Code").fill(app.now())
    app_panel.get_by_role("button", name="Confirm").click()
    return app


def test_an_app_that_was_set_up_is_asked_for_at_sign_in(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    sign_in(page, person)
    app = set_up_app(page)
    shown_codes(page)
    page.keyboard.press("Escape")
    shown_codes(page)
    page.get_by_role("button", name="I have kept them").click()
    expect(panel(page, "Authenticator app")).to_contain_text("Set up")
    answer_with(page, person, app.at(int(time.time()) + 30))
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.goto("/app/settings/security")
    panel(page, "Authenticator app").get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(panel(page, "Authenticator app")).to_contain_text("Not set up")
    expect(panel(page, "Recovery codes")).to_have_count(0)


def test_recovery_codes_are_kept_replaced_and_good_for_one_sign_in(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, person)
    set_up_app(page)
    first = shown_codes(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split() == first
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert Path(download.value.path()).read_text().split() == first
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="I have kept them")).to_be_hidden()
    expect(page.locator(".enrol-codes code").first).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="I have kept them").click()
    panel(page, "Recovery codes").get_by_role("button", name="Make new codes").click()
    page.get_by_role("dialog").get_by_role("button", name="Make new codes").click()
    expect(page.get_by_role("dialog")).to_contain_text("shown now and never again")
    second = shown_codes(page)
    assert not set(first) & set(second)
    page.get_by_role("button", name="I have kept them").click()
    answer_with(page, person, first[0])
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Code").fill(second[0])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.goto("/app/settings/security")
    expect(panel(page, "Recovery codes")).to_contain_text("9 are left")


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_is_added_signs_in_and_is_removed(page: Page, suite: RunningSuite) -> None:
    sign_in(page, someone(suite))
    page.goto("/app/settings/security")
    passkeys = panel(page, "Passkeys")
    passkeys.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name").fill("Laptop")
    page.get_by_role("button", name="Create the passkey").click()
    shown_codes(page)
    page.get_by_role("button", name="I have kept them").click()
    expect(passkeys.get_by_role("row", name="Laptop")).to_contain_text("Never")
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.goto("/app/settings/security")
    passkeys.get_by_role("button", name="Remove Laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(passkeys.get_by_role("row", name="Laptop")).to_have_count(0)


def test_a_new_password_ends_every_other_session(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    elsewhere = suite.call("POST", "/api/v1/session", {"email": person.email, "password": person.password}, cookie="")
    sign_in(page, person)
    page.goto("/app/settings/security")
    page.get_by_label("Present password").fill("not the password")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_label("Present password")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Present password").fill(person.password)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your password is changed")).to_be_visible()
    expect(page.get_by_label("New password")).to_have_value("")
    assert suite.call("GET", "/api/v1/session", cookie=session_cookie(elsewhere)).status == 401
    sign_out(page)
    sign_in(page, Person(person.email, NEW_PASSWORD))


def test_a_session_is_ended_from_another(page: Page, chromium: Browser, suite: RunningSuite) -> None:
    person = someone(suite)
    other = chromium.new_context(base_url=suite.base_url).new_page()
    sign_in(other, person)
    sign_in(page, person)
    page.goto("/app/settings/sessions")
    expect(page.get_by_role("row").filter(has_text="This one")).to_have_count(1)
    page.get_by_role("button", name="End the session on Chrome").click()
    page.get_by_role("dialog").get_by_role("button", name="End the session").click()
    expect(page.get_by_role("button", name="End the session on Chrome")).to_have_count(0)
    other.goto("/app/settings/sessions")
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    other.context.close()


def test_who_tried_to_be_somebody_is_shown_to_them(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    page.goto("/app/sign-in")
    give_password(page, Person(person.email, "not the password"))
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, person)
    page.goto("/app/settings/sign-ins")
    newest, refused = page.get_by_role("row").nth(1), page.get_by_role("row").nth(2)
    expect(newest).to_contain_text("Signed in")
    expect(refused).to_contain_text("Wrong password")
