"""Single sign-on set up from the page: a domain proved, a provider added, somebody signed in through it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from running_suite import RunningSuite
from simulators.dns_server import DnsServer
from simulators.real_provider import CLIENT_ID, CLIENT_SECRET, RealProvider, real_provider


@pytest.fixture
def provider(suite: RunningSuite) -> Iterator[RealProvider]:
    with real_provider(suite.base_url) as running:
        yield running


def prove(office: Page, dns: DnsServer, domain: str) -> None:
    office.goto("/app/settings/single-sign-on")
    office.get_by_label("Domain", exact=True).fill(domain)
    office.get_by_role("button", name="Add the domain").click()
    item = office.get_by_role("listitem").filter(has_text=domain)
    item.get_by_role("button", name=f"Verify {domain}").click()
    expect(item.get_by_role("alert")).to_contain_text("No TXT record")
    dns.texts[domain] = [item.locator("code").inner_text()]
    item.get_by_role("button", name=f"Verify {domain}").click()
    expect(item).to_contain_text("Proved")


def add(office: Page, issuer: str, name: str, domain: str) -> None:
    office.get_by_role("link", name="Add a provider").click()
    expect(office.get_by_text("/api/v1/sso/callback")).to_be_visible()
    office.get_by_role("combobox", name="Kind").select_option(label="Another that speaks OpenID Connect")
    office.get_by_label("Name", exact=True).fill(name)
    office.get_by_label("Issuer").fill(issuer)
    office.get_by_label("Client id").fill(CLIENT_ID)
    office.get_by_label("Client secret").fill(CLIENT_SECRET)
    office.get_by_label("Domains of addresses").fill(domain)
    office.get_by_label("Add people the provider knows").check()
    office.get_by_label("Role when no rule fits").select_option(label="Provider")
    office.get_by_label("Claim that names groups").fill("groups")
    office.get_by_role("button", name="Add a rule").click()
    office.get_by_label("Group of rule 1").fill("nobody")
    office.get_by_role("button", name="Add the provider").click()
    expect(office.get_by_role("heading", name=name)).to_be_visible()
    assert CLIENT_SECRET not in office.content()


def test_a_provider_is_set_up_and_signed_in_through(
    office: Page, other: Page, dns: DnsServer, provider: RealProvider, suite: RunningSuite
) -> None:
    domain, name = f"{uuid4().hex}.example", f"Clinic {uuid4().hex[:8]}"
    prove(office, dns, domain)
    add(office, provider.issuer, name, domain)
    office.reload()
    expect(office.get_by_label("Group of rule 1")).to_have_value("nobody")
    expect(office.get_by_label("Client secret")).to_have_value("")
    office.get_by_role("button", name="Save the provider").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    assert name in suite.call("POST", "/api/v1/sso:discover", {"email": f"a@{domain}"}, cookie="").body.decode()

    office.get_by_role("button", name="Remove the provider").click()
    office.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(office.get_by_role("heading", name="Single sign-on")).to_be_visible()
    expect(office.get_by_role("link", name=name)).to_have_count(0)


def test_everybody_has_to_use_it_only_when_a_way_in_is_left(office: Page) -> None:
    office.goto("/app/settings/single-sign-on")
    office.get_by_label("Everybody signs in through a provider").check()
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_role("alert")).to_contain_text("name an active administrator")
