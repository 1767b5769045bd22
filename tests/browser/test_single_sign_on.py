"""Single sign-on as a person meets it, with a real provider."""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from browser.people import enrol_app, sign_out
from playwright.sync_api import Page, expect
from running_suite import RunningSuite
from simulators.dns_server import DnsServer
from simulators.real_provider import CLIENT_ID, CLIENT_SECRET, RealProvider, real_provider

DOMAIN = "practice.example"


@pytest.fixture
def provider(suite: RunningSuite, dns: DnsServer) -> Iterator[RealProvider]:
    """One that the workspace has registered, for a domain that it has proved."""
    claimed = suite.call("POST", "/api/v1/sso/domains", {"domain": DOMAIN}).json
    dns.texts[DOMAIN] = [claimed["recordValue"]]
    assert suite.call("POST", f"/api/v1/sso/domains/{claimed['domainId']}:verify", {}).status == 200
    with real_provider(suite.base_url) as running:
        body = {
            "kind": "SSO_PROVIDER_KIND_OIDC",
            "displayName": "Practice",
            "issuer": running.issuer,
            "clientId": CLIENT_ID,
            "clientSecret": CLIENT_SECRET,
            "allowedDomains": [DOMAIN],
            "justInTime": True,
            "defaultRole": "STAFF",
            "enabled": True,
        }
        registered = suite.call("POST", "/api/v1/sso/providers", body)
        assert registered.status == 201, registered.body
        yield running
        assert suite.call("DELETE", f"/api/v1/sso/providers/{registered.json['providerId']}").status == 204


def sign_in_there(page: Page, login: str) -> None:
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()


def go_to_provider(page: Page, path: str, login: str) -> None:
    page.goto(path)
    page.get_by_role("link", name="Single sign-on").click()
    page.get_by_label("E-mail at your practice").fill(f"{login}@{DOMAIN}")
    page.get_by_role("button", name="Continue").click()


@pytest.mark.usefixtures("provider")
def test_an_address_leads_to_its_provider_and_back_to_where_the_person_was_going(page: Page) -> None:
    login = uuid4().hex
    go_to_provider(page, "/app/settings/profile", login)
    sign_in_there(page, login)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/app/settings/profile")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.usefixtures("provider")
def test_a_factor_is_added_by_a_proof_at_the_provider_and_asked_for_behind_it_from_then_on(page: Page) -> None:
    login = uuid4().hex
    go_to_provider(page, "/app/enrol", login)
    sign_in_there(page, login)
    page.get_by_role("button", name="Continue").click()
    page.goto("/app/enrol")
    page.get_by_role("button", name="Authenticator app").click()
    page.get_by_role("dialog").get_by_role("button", name="Confirm where you signed in").click()
    sign_in_there(page, login)
    page.wait_for_url("**/app/enrol")
    _, codes = enrol_app(page)
    sign_out(page)
    go_to_provider(page, "/app/settings/profile", login)
    expect(page.get_by_role("heading", name="Confirm it is you")).to_be_visible()
    assert urlsplit(page.url).fragment == ""
    assert (
        page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])").find("challenge") == -1
    )
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/app/settings/profile")


@pytest.mark.parametrize(
    "target", ["//evil.example", "/app//evil.example", "https://evil.example", "/app/\\evil.example"]
)
def test_a_challenge_of_somebody_elses_making_leads_nowhere(page: Page, target: str) -> None:
    given = urlencode({"challenge": "x" * 43, "kinds": "totp,<b>", "returnTo": target})
    page.goto(f"/app/sign-in#{given}")
    page.get_by_label("Code").fill("123456")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Sign in as someone else").click()
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
    page.goto("/app/sign-in")
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()


def test_an_address_of_nobody_is_told_what_to_do(page: Page) -> None:
    page.goto("/app/sign-in")
    page.get_by_role("link", name="Single sign-on").click()
    page.get_by_label("E-mail at your practice").fill("ada@nobody-proved-this.example")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("No identity provider is known")


def test_who_is_refused_reads_what_to_do(page: Page) -> None:
    page.goto("/api/v1/sso/callback?state=begun-elsewhere&code=x")
    expect(page.get_by_role("alert")).to_contain_text("was not begun in this browser")
    assert page.url.endswith("/app/sign-in/refused")
    page.get_by_role("link", name="Go to sign-in").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
