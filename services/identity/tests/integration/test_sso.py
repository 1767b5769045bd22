"""Signing in through a provider that is honest: who gets in, as whom, and what else a provider may decide."""

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from simulators.hostile_provider import CLIENT_SECRET
from simulators.sso_world import DOMAIN, World, asked, someone

from identity.sessions.model import Opened, Proof
from identity.sso.errors import (
    SsoAccountDisabledError,
    SsoDomainNotAllowedError,
    SsoDomainUnverifiedError,
    SsoEmailInUseError,
    SsoEmailUnverifiedError,
    SsoLinkSessionError,
    SsoLinkTakenError,
    SsoNoAccountError,
    SsoNotProvedAnewError,
)
from identity.sso.model import ProviderKind, RoleRule
from identity.workspaces.model import WorkspaceKind
from kit.errors import FeatureUnavailable, InvalidInput, NotFound

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

TENANT = "8f5b2d1e-0000-4000-8000-000000000001"
OTHER_TENANT = "8f5b2d1e-0000-4000-8000-000000000002"
RULES = (RoleRule("owners", "ADMIN"), RoleRule("clinic", "PROVIDER"))


async def opened(world: World, **claims: Any) -> Opened:
    finished = await world.sign_in(**claims)
    assert finished.opened is not None
    return finished.opened


async def test_someone_new_is_added_once_and_known_from_then_on(world: World, house: "House") -> None:
    ada = someone()
    first, second = await opened(world, **ada), await opened(world, **ada | {"email": "moved@elsewhere.example"})
    user = first.signed_in.user
    assert (user.email, user.display_name, user.role) == (ada["email"], "Ada Lovelace", "STAFF")
    assert second.signed_in.user.user_id == user.user_id
    assert second.signed_in.user.email == ada["email"]
    assert (await house.cases.sessions.exchange(first.session)).user.user_id == user.user_id
    assert len(await house.entries("user.created", str(user.user_id))) == 1
    assert len(await house.entries("session.created", str(user.user_id))) == 2


async def test_the_browser_is_sent_with_everything_that_binds_the_answer(world: World) -> None:
    one, other = await world.start(), await world.start()
    sent = asked(one.authorization_url)
    assert sent["redirect_uri"] == "https://crm.practice.example/api/v1/sso/callback"
    assert (sent["response_type"], sent["code_challenge_method"]) == ("code", "S256")
    assert sent["scope"].split()[0] == "openid"
    assert all(sent[name] != asked(other.authorization_url)[name] for name in ("state", "nonce", "code_challenge"))
    assert one.browser.token not in one.authorization_url


async def test_the_database_holds_nothing_to_finish_with(world: World, house: "House") -> None:
    started = await world.start()
    sent = asked(started.authorization_url)
    await opened(world, **(ada := someone()))
    rows = [
        str(list(row.values()))
        for table in ("sso_attempts", "sso_providers", "sso_links", "sso_sessions")
        for row in await house.superuser.fetch(f"SELECT * FROM {table}")
    ]
    secrets = (started.browser.token, sent["state"], sent["nonce"], CLIENT_SECRET, ada["sub"], ada["email"])
    assert not [secret for secret in secrets for row in rows if secret in row]


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example", "app", "/a b", "/a\nb"])
async def test_the_browser_ends_up_here_and_nowhere_else(world: World, path: str) -> None:
    with pytest.raises(InvalidInput):
        await world.start(path)


async def test_roles_come_from_the_first_rule_that_fits(world: World) -> None:
    await world.change(role_claim="groups", role_rules=RULES)
    for groups, role in (
        (["clinic", "owners"], "ADMIN"),
        (["clinic"], "PROVIDER"),
        ("clinic", "PROVIDER"),
        (7, "STAFF"),
    ):
        assert (await opened(world, **someone(groups=groups))).signed_in.user.role == role
    await world.change(default_role="")
    with pytest.raises(SsoNoAccountError):
        await world.sign_in(**someone(groups=["strangers"]))


async def test_what_is_told_at_userinfo_only_counts_too(world: World) -> None:
    await world.change(role_claim="groups", role_rules=RULES)
    ada = someone(groups=["clinic"])
    world.provider.userinfo = ada
    user = (await opened(world, sub=ada["sub"])).signed_in.user
    assert (user.email, user.role) == (ada["email"], "PROVIDER")


async def test_nobody_is_added_where_nobody_is_to_be(world: World) -> None:
    known = someone()
    await world.sign_in(**known)
    await world.change(just_in_time=False)
    await world.sign_in(**known)
    with pytest.raises(SsoNoAccountError):
        await world.sign_in(**someone())


async def test_an_address_that_nobody_vouches_for_makes_no_account(world: World) -> None:
    for verified in (False, None, "true"):
        with pytest.raises(SsoEmailUnverifiedError):
            await world.sign_in(**someone(email_verified=verified))
    await world.change(allowed_domains=("practice.example",))
    await world.sign_in(**someone(email_verified=None))
    with pytest.raises(SsoDomainNotAllowedError):
        await world.sign_in(**someone(email="ada@elsewhere.example"))


async def test_an_address_makes_nobody_someone_else(world: World, house: "House") -> None:
    user_id, email = await house.add_user()
    for address in (email, email.upper()):
        with pytest.raises(SsoEmailInUseError):
            await world.sign_in(**someone(email=address))
    assert await house.superuser.fetchval("SELECT count(*) FROM sso_links WHERE user_id = $1", user_id) == 0


async def test_the_disabled_stay_disabled(world: World, house: "House") -> None:
    ada = someone()
    user_id = (await opened(world, **ada)).signed_in.user.user_id
    await house.superuser.execute("UPDATE users SET state = 'DISABLED' WHERE user_id = $1", user_id)
    with pytest.raises(SsoAccountDisabledError):
        await world.sign_in(**ada)
    rows = await house.superuser.fetch(
        "SELECT method, refusal FROM sign_in_history WHERE user_id = $1 ORDER BY attempt_id", user_id
    )
    refused = ("SINGLE_SIGN_ON", SsoAccountDisabledError.reason)
    assert [tuple(row) for row in rows] == [("SINGLE_SIGN_ON", ""), refused]


async def test_first_sign_ins_at_once_make_one_account(world: World, house: "House") -> None:
    ada = someone()
    results = await asyncio.gather(*(world.sign_in(**ada) for _ in range(8)), return_exceptions=True)
    assert [result for result in results if not isinstance(result, BaseException)]
    again = (await opened(world, **ada)).signed_in.user.user_id
    assert await house.superuser.fetchval("SELECT count(*) FROM sso_links WHERE user_id = $1", again) == 1


async def test_only_a_fresh_proof_counts_as_one(world: World, house: "House") -> None:
    now = house.clock.now()
    earlier, later = int(now.timestamp()) - 7200, int(now.timestamp()) + 7200
    for told in (None, "now", True, -1, later):
        silent = await opened(world, **someone(auth_time=told))
        assert (now - silent.signed_in.session.step_up_time).days > 365
        with pytest.raises(SsoNotProvedAnewError):
            await world.sign_in(fresh=True, **someone(auth_time=told))
    with pytest.raises(SsoNotProvedAnewError):
        await world.sign_in(fresh=True, **someone(auth_time=earlier))
    for told, fresh in ((earlier, False), (int(now.timestamp()), True)):
        session = (await opened(world, fresh=fresh, **someone(auth_time=told))).signed_in.session
        assert session.step_up_time.timestamp() == told


async def test_a_fresh_proof_is_asked_of_the_provider(world: World) -> None:
    assert "prompt" not in asked((await world.start()).authorization_url)
    sent = asked((await world.start(fresh=True)).authorization_url)
    assert (sent["prompt"], sent["max_age"]) == ("login", "0")


async def test_how_and_when_someone_signed_in_is_told_by_the_signed_token_only(world: World, house: "House") -> None:
    ada = someone()
    world.provider.userinfo = {**ada, "auth_time": int(house.clock.now().timestamp()), "amr": ["mfa"]}
    with pytest.raises(SsoNotProvedAnewError):
        await world.sign_in(fresh=True, sub=ada["sub"])
    world.provider.userinfo = {**ada, "email": f"other@{DOMAIN}"}
    await world.change(role_claim="groups")
    with pytest.raises(SsoEmailUnverifiedError):
        await world.sign_in(sub=ada["sub"], email=ada["email"])


async def test_linking_takes_the_session_that_began_it(world: World, house: "House") -> None:
    user_id, email = await house.add_user()
    mine, other = await house.sign_in(email), await house.sign_in(email)
    caller = house.caller_of(await house.cases.sessions.exchange(mine.session))
    ada = someone(email=email)
    for session in ("", other.session.token):
        started = await world.cases.sign_ins.start_link(caller, world.registered.provider_id, "/app")
        assert asked(started.authorization_url)["prompt"] == "login"
        code, state = world.provider.authorize(started.authorization_url, **ada)
        with pytest.raises(SsoLinkSessionError):
            await world.finish(started, code, state, session=session)
    started = await world.cases.sign_ins.start_link(caller, world.registered.provider_id, "/app")
    code, state = world.provider.authorize(started.authorization_url, **ada)
    assert (await world.finish(started, code, state, session=mine.session.token)).opened is None
    assert (await opened(world, **ada)).signed_in.user.user_id == user_id
    (link,) = await world.cases.links.list(caller)
    assert (link.email, link.issuer) == (email, world.provider.issuer)
    assert len(await house.entries("sso_link.created", str(user_id))) == 1
    assert await house.superuser.fetchval("SELECT count(*) FROM letters")


async def test_an_identity_belongs_to_one_account(world: World, house: "House") -> None:
    ada = someone()
    await world.sign_in(**ada)
    _, email = await house.add_user()
    mine = await house.sign_in(email)
    caller = house.caller_of(await house.cases.sessions.exchange(mine.session))
    started = await world.cases.sign_ins.start_link(caller, world.registered.provider_id, "")
    code, state = world.provider.authorize(started.authorization_url, **ada)
    with pytest.raises(SsoLinkTakenError):
        await world.finish(started, code, state, session=mine.session.token)


async def test_a_provider_that_is_off_or_gone_is_not_there(world: World) -> None:
    started = await world.start()
    code, state = world.provider.authorize(started.authorization_url, **someone())
    await world.change(enabled=False)
    with pytest.raises(NotFound):
        await world.start()
    with pytest.raises(NotFound):
        await world.finish(started, code, state)


async def test_a_workspace_without_the_feature_signs_nobody_in(world: World, house: "House") -> None:
    await house.superuser.execute("UPDATE subscriptions SET plan = 'STARTER' WHERE kind = 'SUBSCRIBED'")
    try:
        with pytest.raises(FeatureUnavailable):
            await world.start()
    finally:
        await house.superuser.execute("UPDATE subscriptions SET plan = 'ENTERPRISE' WHERE kind = 'SUBSCRIBED'")


async def test_microsoft_is_known_by_tenant_and_object(world: World, house: "House") -> None:
    template = f"{world.provider.issuer}/{{tenantid}}/v2.0"
    await world.become(house.superuser, ProviderKind.MICROSOFT, template, tenant_ids=[TENANT, OTHER_TENANT])
    world.provider.metadata = {"issuer": template}
    grace = {"tid": TENANT, "oid": "one", "iss": template.replace("{tenantid}", TENANT), "email_verified": True}
    user_id = (await opened(world, **someone(**grace))).signed_in.user.user_id
    assert (await opened(world, **someone(**grace))).signed_in.user.user_id == user_id
    elsewhere = {**grace, "tid": OTHER_TENANT, "iss": template.replace("{tenantid}", OTHER_TENANT)}
    assert (await opened(world, **someone(**elsewhere))).signed_in.user.user_id != user_id
    for tenant in (None, "8f5b2d1e-0000-4000-8000-000000000003"):
        foreign = {"tid": tenant, "iss": template.replace("{tenantid}", str(tenant))}
        with pytest.raises(SsoDomainNotAllowedError):
            await world.sign_in(**someone(**{**grace, **foreign}))
    with pytest.raises(Exception, match="does not prove") as refused:
        await world.sign_in(**someone(**{**grace, "iss": elsewhere["iss"]}))
    assert refused.value.metadata == {"check": "issuer"}  # type: ignore[attr-defined]


async def test_google_answers_for_its_hosted_domain_only(world: World, house: "House") -> None:
    domains = ["practice.example"]
    await world.become(house.superuser, ProviderKind.GOOGLE, world.provider.issuer, allowed_domains=domains)
    assert asked((await world.start()).authorization_url)["hd"] == "practice.example"
    await world.sign_in(**someone(hd="practice.example"))
    for hosted in (None, "elsewhere.example"):
        with pytest.raises(SsoDomainNotAllowedError):
            await world.sign_in(**someone(hd=hosted))


async def test_google_is_asked_as_it_can_be_and_proves_nothing_anew(world: World, house: "House") -> None:
    await world.become(house.superuser, ProviderKind.GOOGLE, world.provider.issuer, allowed_domains=[DOMAIN])
    sent = asked((await world.start(fresh=True)).authorization_url)
    assert (sent["prompt"], sent.get("max_age")) == ("select_account", None)
    with pytest.raises(SsoNotProvedAnewError):
        await world.sign_in(fresh=True, **someone(hd=DOMAIN))
    assert (await opened(world, **someone(hd=DOMAIN))).signed_in.session.proof == Proof.PROVIDER_FIRST


async def test_microsoft_adds_people_of_a_proved_domain_named_for_it(world: World, house: "House") -> None:
    """It tells an address and not that it is verified; what it says of another domain makes no account."""
    template = f"{world.provider.issuer}/{{tenantid}}/v2.0"
    lists = {"tenant_ids": [TENANT], "allowed_domains": [DOMAIN, "guest.example"]}
    await world.become(house.superuser, ProviderKind.MICROSOFT, template, **lists)
    world.provider.metadata = {"issuer": template}
    grace = {"tid": TENANT, "oid": "grace", "iss": template.replace("{tenantid}", TENANT), "email_verified": None}
    with pytest.raises(SsoDomainUnverifiedError):
        await world.sign_in(**someone(**grace, email="grace@guest.example"))
    await opened(world, **someone(**grace))


async def test_another_workspaces_provider_cannot_be_linked(world: World, house: "House") -> None:
    _, email = await house.add_user(WorkspaceKind.SANDBOX)
    mine = await house.sign_in(email)
    caller = house.caller_of(await house.cases.sessions.exchange(mine.session))
    with pytest.raises(NotFound):
        await world.cases.sign_ins.start_link(caller, world.registered.provider_id, "")
