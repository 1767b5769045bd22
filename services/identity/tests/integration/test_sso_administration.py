"""What administrators decide: providers, who has to use them; and what providers end."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from simulators.hostile_provider import CLIENT_ID, CLIENT_SECRET, LOGOUT_EVENT, new_key
from simulators.sso_world import World, administrator, someone, terms

from identity.errors import InvalidCredentialsError, PermissionEscalationError, SessionEndedError, UnknownRoleError
from identity.roles.model import Role
from identity.sessions.model import Opened
from identity.sso.errors import (
    SsoIssuerInvalidError,
    SsoLastLinkError,
    SsoLogoutTokenInvalidError,
    SsoPolicyLockoutError,
    SsoRequiredError,
    SsoTooManyProvidersError,
)
from identity.sso.model import ProviderKind, RoleRule
from identity.workspaces.model import WorkspaceKind
from kit import etag
from kit.caller import Caller
from kit.errors import InvalidInput, NotFound, Stale

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

TENANT = "8f5b2d1e-0000-4000-8000-000000000001"


def admin(world: World, action: str = "sso.tried") -> Caller:
    return replace(administrator(world.registered.workspace_id, action), actor_id=str(uuid4()))


async def in_force(house: "House", opened: Opened) -> bool:
    try:
        await house.cases.sessions.exchange(opened.session)
    except SessionEndedError:
        return False
    return True


async def opened(world: World, **claims: Any) -> Opened:
    finished = await world.sign_in(**claims)
    assert finished.opened is not None
    return finished.opened


async def test_a_provider_is_made_changed_and_shown_to_its_workspace(world: World, house: "House") -> None:
    caller, providers = admin(world), world.cases.providers
    made = await providers.create(caller, terms(world.provider, client_id="second"), "once")
    assert (await providers.create(caller, terms(world.provider, client_id="second"), "once")) == made
    change = await providers.update(
        caller, made.provider_id, lambda known: replace(known, enabled=False), ["enabled"], etag.of(made.version)
    )
    assert (change.terms.enabled, change.terms.client_secret) == (False, CLIENT_SECRET)
    with pytest.raises(Stale):
        await providers.update(caller, made.provider_id, lambda known: known, [], etag.of(made.version))
    assert made.provider_id in {each.provider_id for each in await providers.list(caller)}
    with pytest.raises(NotFound):
        await providers.get(administrator(house.workspaces[WorkspaceKind.SANDBOX]), made.provider_id)
    (entry,) = [each for each in await house.entries("sso.tried", caller.actor_id) if "enabled:False" in each.after]
    assert "enabled:True" in entry.before
    assert CLIENT_SECRET not in str(entry)


async def test_kind_and_issuer_stay(world: World) -> None:
    elsewhere = replace(world.registered.terms, kind=ProviderKind.GOOGLE, issuer="https://evil.example")
    provider_id = world.registered.provider_id
    changed = await world.cases.providers.update(admin(world), provider_id, lambda _: elsewhere, [], "")
    assert (changed.terms.kind, changed.terms.issuer) == (ProviderKind.OIDC, world.provider.issuer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"display_name": ""}, "provider.display_name"),
        ({"client_id": ""}, "provider.client_id"),
        ({"default_role": ""}, "provider.default_role"),
        ({"role_rules": (RoleRule("a", "STAFF"),)}, "provider.role_claim"),
        ({"kind": ProviderKind.GOOGLE}, "provider.allowed_domains"),
        ({"kind": ProviderKind.MICROSOFT}, "provider.tenant_ids"),
    ],
)
async def test_terms_are_complete(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await world.cases.providers.create(admin(world), terms(world.provider, **changes), "")
    assert refused.value.field == field


@pytest.mark.parametrize(
    "issuer",
    [
        "",
        "http://login.example.com",
        "http://10.0.0.1",
        "https://user:secret@login.example.com",
        "https://login.example.com/?tenant=1",
        "https://login.example.com/#x",
        "ftp://login.example.com",
        "https://",
        "nonsense",
        "https://login.example.com/ a",
        "https://login.example.com/\r\nx: y",
        "https://login.exämple.com",
    ],
)
async def test_an_issuer_is_an_https_address(world: World, issuer: str) -> None:
    with pytest.raises(SsoIssuerInvalidError):
        await world.cases.providers.create(admin(world), terms(world.provider, issuer=issuer), "")


async def test_presets_know_their_issuer(world: World) -> None:
    google = terms(world.provider, kind=ProviderKind.GOOGLE, allowed_domains=("Practice.Example",))
    made = await world.cases.providers.create(admin(world), google, "")
    assert (made.terms.issuer, made.terms.allowed_domains) == ("https://accounts.google.com", ("practice.example",))
    entra = terms(world.provider, kind=ProviderKind.MICROSOFT, tenant_ids=(TENANT,))
    made = await world.cases.providers.create(admin(world), entra, "")
    assert made.terms.issuer == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    several = terms(world.provider, kind=ProviderKind.MICROSOFT, tenant_ids=(TENANT, str(uuid4())))
    made = await world.cases.providers.create(admin(world), several, "")
    assert made.discovery_url == (
        "https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration"
    )


async def test_a_provider_gives_no_role_that_its_maker_may_not(world: World) -> None:
    limited = replace(admin(world), permissions=frozenset({"sso.write", "contacts.read"}))
    for role, error in (("ADMIN", PermissionEscalationError), (str(uuid4()), UnknownRoleError)):
        with pytest.raises(error):
            await world.cases.providers.create(limited, terms(world.provider, default_role=role), "")
        rules = (RoleRule("all", role),)
        given = terms(world.provider, default_role="", role_claim="groups", role_rules=rules)
        with pytest.raises(error):
            await world.cases.providers.create(limited, given, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"role_rules": (RoleRule("everyone", "ADMIN"),)},
        {"role_claim": "department"},
        {"allowed_domains": ("evil.example",)},
        {"client_id": "another", "client_secret": "another"},
    ],
)
async def test_who_may_not_give_a_role_does_not_decide_who_gets_it(world: World, changes: dict[str, Any]) -> None:
    await world.change(role_claim="groups", role_rules=(RoleRule("chiefs", "ADMIN"),))
    limited = replace(admin(world), permissions=frozenset({"sso.write", "contacts.read", "contacts.write"}))
    provider_id, providers = world.registered.provider_id, world.cases.providers
    before = await providers.get(limited, provider_id)
    with pytest.raises(PermissionEscalationError):
        await providers.update(limited, provider_id, lambda known: replace(known, **changes), [*changes], "")
    assert await providers.get(limited, provider_id) == before


async def test_a_workspace_has_twenty_providers_at_most(world: World) -> None:
    for _ in range(18):
        await world.cases.providers.create(admin(world), terms(world.provider), "")
    parallel = (world.cases.providers.create(admin(world), terms(world.provider), "") for _ in range(6))
    done = await asyncio.gather(*parallel, return_exceptions=True)
    assert sum(isinstance(each, SsoTooManyProvidersError) for each in done) == 5, done


async def test_where_sso_is_required_passwords_open_nothing(world: World, house: "House") -> None:
    keeper, keeper_email = await house.add_user(role=Role.ADMIN)
    user_id, email = await house.add_user()
    await world.cases.providers.set_policy(admin(world), True, frozenset({keeper}))
    with pytest.raises(SsoRequiredError) as refused:
        await house.sign_in(email)
    assert refused.value.metadata == {"providerIds": str(world.registered.provider_id)}
    for address, password in ((email, "wrong"), (f"{uuid4().hex}@nobody.example", "wrong")):
        with pytest.raises(InvalidCredentialsError):
            await house.sign_in(address, password)
    assert await house.entries("session.refused", str(user_id))
    assert (await world.sign_in(**someone())).opened
    assert await in_force(house, await house.sign_in(keeper_email))
    assert len(await house.entries("sso_policy.bypassed", str(keeper))) == 1
    _, sandbox_email = await house.add_user(WorkspaceKind.SANDBOX)
    assert await house.sign_in(sandbox_email)


async def test_who_is_no_administrator_any_more_does_not_get_round_the_provider(world: World, house: "House") -> None:
    keeper, _ = await house.add_user(role=Role.ADMIN)
    former, email = await house.add_user(role=Role.ADMIN)
    await world.cases.providers.set_policy(admin(world), True, frozenset({keeper, former}))
    assert await house.sign_in(email)
    await house.cases.people.access.set_role(admin(world), former, Role.STAFF, "")
    with pytest.raises(SsoRequiredError):
        await house.sign_in(email)


async def test_nobody_locks_everybody_out(world: World, house: "House") -> None:
    providers, caller = world.cases.providers, admin(world)
    keeper, _ = await house.add_user(role=Role.ADMIN)
    staff, _ = await house.add_user()
    outsider, _ = await house.add_user(WorkspaceKind.SANDBOX, role=Role.ADMIN)
    with pytest.raises(SsoPolicyLockoutError):
        await providers.set_policy(caller, True, None)
    for wrong in (staff, outsider, uuid4()):
        with pytest.raises(InvalidInput):
            await providers.set_policy(caller, True, frozenset({wrong}))
    await providers.set_policy(caller, True, frozenset({keeper}))
    with pytest.raises(SsoPolicyLockoutError):
        await providers.set_policy(caller, None, frozenset())
    with pytest.raises(SsoPolicyLockoutError):
        await world.change(enabled=False)
    with pytest.raises(SsoPolicyLockoutError):
        await providers.delete(caller, world.registered.provider_id)
    policy = await providers.policy(caller)
    assert (policy.sso_required, policy.break_glass_user_ids) == (True, frozenset({keeper}))
    entry = (await house.entries("sso.tried", caller.actor_id))[-1]
    assert (list(entry.fields), list(entry.before)) == (
        ["sso_required", "break_glass_user_ids"],
        ["sso_required:False"],
    )


async def test_the_last_who_gets_in_without_a_provider_is_neither_disabled_nor_demoted(
    world: World, house: "House"
) -> None:
    keeper, _ = await house.add_user(role=Role.ADMIN)
    await house.add_user(role=Role.ADMIN)
    await world.cases.providers.set_policy(admin(world), True, frozenset({keeper}))
    access = house.cases.people.access
    with pytest.raises(SsoPolicyLockoutError):
        await access.disable(admin(world), keeper)
    with pytest.raises(SsoPolicyLockoutError):
        await access.set_role(admin(world), keeper, Role.STAFF, "")


async def test_removing_a_provider_ends_what_it_opened(world: World, house: "House") -> None:
    through = await opened(world, **someone())
    _, email = await house.add_user()
    beside = await house.sign_in(email)
    await world.cases.providers.delete(admin(world), world.registered.provider_id)
    assert (await in_force(house, through), await in_force(house, beside)) == (False, True)
    events = await house.events("cfu.identity.v1.session.revoked", through.signed_in.session.session_id)
    assert [event["workspace_id"] for event in events] == [world.registered.workspace_id]


async def test_a_provider_added_again_knows_people_again(world: World, house: "House") -> None:
    ada = someone()
    user_id = (await opened(world, **ada)).signed_in.user.user_id
    await world.cases.providers.delete(admin(world), world.registered.provider_id)
    world.registered = await world.cases.providers.create(admin(world), terms(world.provider), "")
    assert (await opened(world, **ada)).signed_in.user.user_id == user_id


async def test_the_last_way_in_is_not_removed(world: World, house: "House") -> None:
    mine = await opened(world, **someone())
    caller = house.caller_of(await house.cases.sessions.exchange(mine.session))
    (link,) = await world.cases.links.list(caller)
    with pytest.raises(SsoLastLinkError):
        await world.cases.links.delete(caller, link.link_id)
    with pytest.raises(NotFound):
        await world.cases.links.delete(caller, uuid4())
    other = await opened(world, **someone())
    with pytest.raises(NotFound):
        await world.cases.links.delete(
            house.caller_of(await house.cases.sessions.exchange(other.session)), link.link_id
        )


async def test_a_provider_ends_the_sessions_it_names(world: World, house: "House") -> None:
    ada, grace = someone(), someone()
    first, second = await opened(world, **ada, sid="one"), await opened(world, **ada, sid="two")
    third = await opened(world, **grace, sid="three")
    await world.cases.logouts.end(world.edge, world.provider.logout_token(sid="one"))
    assert [await in_force(house, each) for each in (first, second, third)] == [False, True, True]
    await world.cases.logouts.end(world.edge, world.provider.logout_token(sid="three", sub=ada["sub"]))
    assert await in_force(house, third)
    await world.cases.logouts.end(world.edge, world.provider.logout_token(sub=ada["sub"]))
    assert [await in_force(house, each) for each in (first, second, third)] == [False, False, True]
    events = await house.events("cfu.identity.v1.session.revoked", first.signed_in.session.session_id)
    assert len(events) == 1


async def test_a_logout_token_counts_once(world: World) -> None:
    token = world.provider.logout_token(sub="someone")
    await world.cases.logouts.end(world.edge, token)
    assert await logout_refused(world, token) == "jti"


async def logout_refused(world: World, token: str) -> str:
    with pytest.raises(SsoLogoutTokenInvalidError) as refused:
        await world.cases.logouts.end(world.edge, token)
    return refused.value.metadata["check"]


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"iss": "https://elsewhere.example"}, "audience"),
        ({"aud": "another-client"}, "audience"),
        ({"aud": [CLIENT_ID, "another-client"]}, "audience"),
        ({"events": None}, "events"),
        ({"events": {"http://elsewhere.example": {}}}, "events"),
        ({"events": {LOGOUT_EVENT: "x"}}, "events"),
        ({"nonce": "n"}, "nonce"),
        ({"jti": None}, "jti"),
        ({"sub": None}, "sub"),
        ({"sub": None, "sid": 7}, "sub"),
        ({"exp": 1}, "exp"),
        ({"exp": None}, "exp"),
        ({"exp": 10**12}, "exp"),
        ({"iat": 1}, "iat"),
    ],
)
async def test_a_logout_token_says_what_it_must(
    world: World, house: "House", changed: dict[str, Any], check: str
) -> None:
    ada = someone()
    session = await opened(world, **ada)
    assert await logout_refused(world, world.provider.logout_token(**{"sub": ada["sub"], **changed})) == check
    assert await in_force(house, session)


async def test_a_provider_that_was_switched_off_still_ends_what_it_opened(world: World, house: "House") -> None:
    ada = someone()
    session = await opened(world, **ada)
    await world.change(enabled=False)
    await world.cases.logouts.end(world.edge, world.provider.logout_token(sub=ada["sub"]))
    assert not await in_force(house, session)


async def test_a_logout_token_of_a_stranger_ends_nothing(world: World, house: "House") -> None:
    ada = someone()
    session = await opened(world, **ada)
    world.provider.key = new_key("k1")
    assert await logout_refused(world, world.provider.logout_token(sub=ada["sub"])) == "signature"
    assert await logout_refused(world, "nonsense") == "form"
    assert await in_force(house, session)


async def test_an_id_token_logs_nobody_out(world: World, house: "House") -> None:
    ada = someone()
    session = await opened(world, **ada)
    assert await logout_refused(world, world.provider.logout_token(sub=ada["sub"], events=None, nonce="n")) == "events"
    assert await in_force(house, session)


async def test_what_is_over_is_swept(world: World, house: "House") -> None:
    await world.start()
    await world.cases.logouts.end(world.edge, world.provider.logout_token(sub="someone"))
    house.clock.pass_by(hours=25)
    await world.cases.sign_ins.sweep()
    for table in ("sso_attempts", "sso_logout_tokens"):
        assert await house.superuser.fetchval(f"SELECT count(*) FROM {table}") == 0
