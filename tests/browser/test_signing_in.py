"""Signing in, by every way there is, and what stands behind it."""

import time
from collections.abc import Iterator

import pytest
from browser.people import Person, enrol_app, give_password, sign_in, sign_out, someone
from playwright.sync_api import CDPSession, Page, expect
from running_suite import RunningSuite

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def authenticator(page: Page) -> Iterator[CDPSession]:
    """Chromium's own virtual authenticator, in place of a finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield devtools
    devtools.detach()


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
    require(page, True)
    try:
        sign_out(page)
        page.goto("/app/sign-in")
        give_password(page, person)
        expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
        page.goto("/app/settings")
        expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
        enrol_app(page)
        page.goto("/app/settings")
        expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    finally:
        suite.call("PATCH", "/api/v1/security-policy", {"mfaRequired": False, "gracePeriodDays": 14})


def require(page: Page, required: bool) -> None:
    """By the page's own session: a factor was proved in it a moment ago."""
    status = page.evaluate(
        """async required => (await fetch('/api/v1/security-policy', {
            method: 'PATCH', headers: {'Content-Type': 'application/json'},
            body: JSON.stringify({mfaRequired: required, gracePeriodDays: 0})})).status""",
        required,
    )
    assert status == 200


def test_whoever_is_not_signed_in_comes_back_to_where_they_were_going(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    page.goto("/app/settings?part=two")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    give_password(page, person)
    page.wait_for_url("**/app/settings?part=two")


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
    (cookie,) = [each for each in page.context.cookies() if each.get("name") == "hn_session"]
    assert suite.call("DELETE", "/api/v1/session", cookie=f"hn_session={cookie.get('value')}").status == 204
    page.get_by_role("link", name="Settings").click()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_single_sign_on_asks_for_the_address(page: Page) -> None:
    page.goto("/app/sign-in")
    page.get_by_role("link", name="Single sign-on").click()
    page.get_by_label("E-mail at your practice").fill("ada@nobody-proved-this.example")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("No identity provider is known")
