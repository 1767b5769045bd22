"""Signing in, by every way there is, and what stands behind it."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from browser.people import Person, enrol_app, give_password, sign_in, sign_out, someone
from playwright.sync_api import Page, expect
from running_suite import RunningSuite


def test_a_wrong_password_says_no_more_than_that(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    page.goto("/app/sign-in")
    give_password(page, Person(person.email, "not the password"))
    expect(page.get_by_role("alert")).to_contain_text("Address and password do not fit together")
    give_password(page, Person("", "x"))
    expect(page.get_by_label("E-mail", exact=True)).to_be_focused()


def test_password_and_code(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    sign_in(page, person)
    app, codes = enrol_app(page)
    sign_out(page)
    give_password(page, person)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Code").fill(app.at(int(time.time()) + 30))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    sign_out(page)
    give_password(page, person)
    page.get_by_label("Code").fill(codes[3])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_is_enrolled_and_signs_in_alone_and_behind_the_password(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    sign_in(page, person)
    page.goto("/app/enrol")
    page.get_by_role("button", name="Passkey").click()
    page.get_by_label("Name").fill("Laptop")
    page.get_by_role("button", name="Create the passkey").click()
    page.get_by_role("button", name="I have kept them").click()
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    sign_out(page)
    give_password(page, person)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_where_a_factor_is_required_nothing_goes_on_without(page: Page, suite: RunningSuite) -> None:
    administrator, person = someone(suite, "ADMIN"), someone(suite)
    sign_in(page, administrator)
    enrol_app(page)
    cookie, policy = hn_session(page), {"mfaRequired": True, "gracePeriodDays": 0}
    assert suite.call("PATCH", "/api/v1/security-policy", policy, cookie=cookie).status == 200
    try:
        page.context.clear_cookies()
        page.goto("/app/sign-in")
        give_password(page, person)
        expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
        page.goto("/app/settings/profile")
        expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
        enrol_app(page)
        page.goto("/app/settings/profile")
        expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    finally:
        assert suite.call("PATCH", "/api/v1/security-policy", {"mfaRequired": False}, cookie=cookie).status == 200


def test_an_act_that_matters_asks_again_who_it_is_and_then_goes_on(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    sign_in(page, person)
    forget_proof(page, suite)
    page.goto("/app/enrol")
    page.get_by_role("button", name="Authenticator app").click()
    dialog = page.get_by_role("dialog", name="Confirm it is you")
    dialog.get_by_label("Password").fill("not the password")
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog.get_by_role("alert")).to_contain_text("does not prove that it is you")
    dialog.get_by_label("Password").fill(person.password)
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.get_by_alt_text("QR code")).to_be_visible()
    expect(dialog).to_have_count(0)


def test_without_the_proof_nothing_is_done(page: Page, suite: RunningSuite) -> None:
    sign_in(page, someone(suite))
    forget_proof(page, suite)
    page.goto("/app/enrol")
    page.get_by_role("button", name="Authenticator app").click()
    expect(page.get_by_role("dialog").get_by_label("Password")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was done")
    expect(page.get_by_role("dialog")).to_have_count(0)


def forget_proof(page: Page, suite: RunningSuite) -> None:
    """As eleven minutes later."""
    cookie = hn_session(page)
    session_id = suite.call("GET", "/api/v1/session", cookie=cookie).json["sessionId"]
    command = "UPDATE sessions SET step_up_time = now() - interval '11 minutes' WHERE session_id = $1"

    async def change() -> None:
        connection = await asyncpg.connect(suite.status["services"]["identity"]["databaseUrl"])
        assert await connection.execute(command, session_id) == "UPDATE 1"
        await connection.close()

    # Playwright keeps a loop of its own in this thread.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, change()).result()
    path = "/api/v1/me/mfa/recovery-codes:regenerate"
    suite.wait_until(
        lambda: suite.call("POST", path, {}, cookie=cookie).json["reason"] == "STEP_UP_REQUIRED", seconds=10
    )


def hn_session(page: Page) -> str:
    (value,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "hn_session"]
    return f"hn_session={value}"


def test_whoever_is_not_signed_in_comes_back_to_where_they_were_going(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    page.goto("/app/settings/profile?part=two")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    give_password(page, person)
    page.wait_for_url("**/app/settings/profile?part=two")
    sign_out(page)
    page.goto("/app/enrol")
    page.wait_for_url("**/app/sign-in?next=%2Fenrol")


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_no_link_leads_elsewhere_after_signing_in(page: Page, suite: RunningSuite, target: str) -> None:
    person = someone(suite)
    page.goto("/app/sign-in")
    page.evaluate("target => location.search = '?next=' + encodeURIComponent(target)", target)
    page.wait_for_load_state()
    give_password(page, person)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    assert page.url.rstrip("/") == f"{suite.base_url}/app"


def test_a_session_that_was_ended_elsewhere_leads_to_sign_in(page: Page, suite: RunningSuite) -> None:
    sign_in(page, someone(suite))
    assert suite.call("DELETE", "/api/v1/session", cookie=hn_session(page)).status == 204
    page.get_by_role("link", name="Settings").click()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
