"""Domains: claimed by anyone, proved by who owns them; and finding the provider of an address by them."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from simulators.dns_server import DnsServer
from simulators.sso_world import DOMAIN, World, administrator, someone

from identity.sso.errors import SsoDomainUnverifiedError
from identity.sso_domains.errors import (
    DnsUnavailableError,
    SsoDomainNotProvedError,
    SsoDomainTakenError,
    SsoTooManyDomainsError,
)
from identity.sso_domains.model import MOST_DOMAINS, Domain
from identity.workspaces.model import WorkspaceKind
from kit.caller import Caller
from kit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House


def new_domain() -> str:
    return f"d{uuid4().hex}.example"


def admin(house: "House", kind: WorkspaceKind = WorkspaceKind.PRODUCTION) -> Caller:
    return replace(administrator(house.workspaces[kind], "sso_domain.tried"), actor_id=str(uuid4()))


async def proved(house: "House", dns: DnsServer, caller: Caller, name: str) -> Domain:
    claimed = await house.cases.sso_domains.claim(caller, name)
    dns.texts[name] = ["v=spf1 -all", claimed.record_value]
    return await house.cases.sso_domains.verify(caller, claimed.domain_id)


async def test_a_domain_is_proved_by_its_record_and_by_nothing_else(house: "House", dns: DnsServer) -> None:
    caller, domains, name = admin(house), house.cases.sso_domains, new_domain()
    claimed = await domains.claim(caller, f"{name.upper()}.")
    assert (claimed.name, claimed.verify_time) == (name, None)
    assert claimed.record_value.startswith("contactfollowup-domain-verification=")
    other = await domains.claim(admin(house, WorkspaceKind.SANDBOX), name)
    for texts in ([], [other.record_value], [claimed.record_value + "x"], [f"x {claimed.record_value}"], ["A" * 600]):
        dns.texts[name] = texts
        with pytest.raises(SsoDomainNotProvedError):
            await domains.verify(caller, claimed.domain_id)
    dns.texts[name] = ["v=spf1 -all", claimed.record_value]
    found = await domains.verify(caller, claimed.domain_id)
    assert found.verify_time == house.clock.now()
    assert found in await domains.list(caller)
    entry = (await house.entries("sso_domain.tried", caller.actor_id))[-1]
    assert (list(entry.before), list(entry.after)) == (["verified:False"], ["verified:True"])


async def test_claiming_again_changes_nothing(house: "House", dns: DnsServer) -> None:
    caller, name = admin(house), new_domain()
    found = await proved(house, dns, caller, name)
    assert await house.cases.sso_domains.claim(caller, name) == found


async def test_a_domain_is_one_workspaces_until_it_is_removed(house: "House", dns: DnsServer) -> None:
    mine, theirs, name = admin(house), admin(house, WorkspaceKind.SANDBOX), new_domain()
    domains = house.cases.sso_domains
    first = await proved(house, dns, mine, name)
    with pytest.raises(SsoDomainTakenError):
        await proved(house, dns, theirs, name)
    await domains.delete(mine, first.domain_id)
    assert (await proved(house, dns, theirs, name)).verify_time
    with pytest.raises(SsoDomainTakenError):
        await proved(house, dns, mine, name)


async def test_another_workspaces_claim_is_not_there(house: "House") -> None:
    claimed = await house.cases.sso_domains.claim(admin(house), new_domain())
    stranger = admin(house, WorkspaceKind.SANDBOX)
    with pytest.raises(NotFound):
        await house.cases.sso_domains.verify(stranger, claimed.domain_id)
    with pytest.raises(NotFound):
        await house.cases.sso_domains.delete(stranger, claimed.domain_id)


async def test_who_holds_the_end_of_an_alias_does_not_own_the_domain(house: "House", dns: DnsServer) -> None:
    caller, name, end = admin(house), new_domain(), new_domain()
    claimed = await house.cases.sso_domains.claim(caller, name)
    dns.aliases[name], dns.texts[end] = end, [claimed.record_value]
    with pytest.raises(SsoDomainNotProvedError):
        await house.cases.sso_domains.verify(caller, claimed.domain_id)


async def test_a_resolver_that_fails_proves_nothing(house: "House", dns: DnsServer) -> None:
    caller, name = admin(house), new_domain()
    claimed = await house.cases.sso_domains.claim(caller, name)
    dns.failing.add(name)
    with pytest.raises(DnsUnavailableError):
        await house.cases.sso_domains.verify(caller, claimed.domain_id)


async def test_a_domain_is_a_whole_one_and_there_are_not_too_many(house: "House") -> None:
    caller = admin(house, WorkspaceKind.SANDBOX)
    with pytest.raises(InvalidInput):
        await house.cases.sso_domains.claim(caller, "localhost")
    for _ in range(MOST_DOMAINS - 1 - len(await house.cases.sso_domains.list(caller))):
        await house.cases.sso_domains.claim(caller, new_domain())
    parallel = (house.cases.sso_domains.claim(caller, new_domain()) for _ in range(6))
    done = await asyncio.gather(*parallel, return_exceptions=True)
    assert sum(isinstance(each, SsoTooManyDomainsError) for each in done) == 5, done
    await house.superuser.execute("DELETE FROM sso_domains WHERE workspace_id = $1", caller.workspace_id)


async def test_an_address_leads_to_the_providers_of_its_domain(world: World, house: "House") -> None:
    _, known = await house.add_user()
    find = house.cases.sso.home_realms.find
    found = await find(known)
    assert [each.display_name for each in found.choices] == ["Practice"]
    assert found.choices[0].start_path == f"/api/v1/sso/{world.registered.provider_id}/start"
    assert not found.sso_required
    for same in (f"nobody@{DOMAIN}", f"x@{DOMAIN.upper()}"):
        assert await find(same) == found
    for other in (f"x@sub.{DOMAIN}", "x@elsewhere.example", DOMAIN + "@", "x@", "@@"):
        assert (await find(other)).choices == ()


async def test_what_is_off_or_of_another_domain_is_not_offered(world: World, house: "House") -> None:
    find = house.cases.sso.home_realms.find
    await world.change(allowed_domains=("elsewhere.example",))
    assert (await find(f"x@{DOMAIN}")).choices == ()
    await world.change(allowed_domains=(DOMAIN,))
    assert (await find(f"x@{DOMAIN}")).choices
    await world.change(enabled=False)
    assert (await find(f"x@{DOMAIN}")).choices == ()


async def test_that_sso_is_required_is_told(world: World, house: "House") -> None:
    await house.superuser.execute(
        "INSERT INTO sso_policies (workspace_id, sso_required, break_glass_user_ids) VALUES ($1, true, '{}')",
        world.registered.workspace_id,
    )
    assert (await house.cases.sso.home_realms.find(f"x@{DOMAIN}")).sso_required


async def test_a_claim_leads_nowhere_and_adds_nobody(world: World, house: "House") -> None:
    name = new_domain()
    await house.cases.sso_domains.claim(admin(house), name)
    assert (await house.cases.sso.home_realms.find(f"x@{name}")).choices == ()
    await world.change(allowed_domains=(DOMAIN, name))
    with pytest.raises(SsoDomainUnverifiedError):
        await world.sign_in(**someone(email=f"ada@{name}"))


async def test_another_workspaces_domain_adds_nobody_here(world: World, house: "House", dns: DnsServer) -> None:
    name = new_domain()
    await proved(house, dns, admin(house, WorkspaceKind.SANDBOX), name)
    with pytest.raises(SsoDomainUnverifiedError):
        await world.sign_in(**someone(email=f"ada@{name}"))


async def test_people_stay_when_a_domain_goes(world: World, house: "House") -> None:
    ada = someone()
    assert (await world.sign_in(**ada)).opened
    caller = admin(house)
    for each in await house.cases.sso_domains.list(caller):
        await house.cases.sso_domains.delete(caller, each.domain_id)
    assert (await world.sign_in(**ada)).opened
    with pytest.raises(SsoDomainUnverifiedError):
        await world.sign_in(**someone())
