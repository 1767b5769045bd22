"""Single sign-on as a person meets it, with a real provider."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
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


@pytest.mark.usefixtures("provider")
def test_an_address_leads_to_its_provider_and_back_to_where_the_person_was_going(page: Page) -> None:
    login = uuid4().hex
    page.goto("/app/settings/profile")
    page.get_by_role("link", name="Single sign-on").click()
    page.get_by_label("E-mail at your practice").fill(f"{login}@{DOMAIN}")
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/app/settings/profile")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_an_address_of_nobody_is_told_what_to_do(page: Page) -> None:
    page.goto("/app/sign-in")
    page.get_by_role("link", name="Single sign-on").click()
    page.get_by_label("E-mail at your practice").fill("ada@nobody-proved-this.example")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("No identity provider is known")
