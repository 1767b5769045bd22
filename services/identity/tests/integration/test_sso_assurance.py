"""Second factors and fresh proofs through a provider: what its word is good for, and what is asked for beside it."""

from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from simulators.sso_world import World, administrator, asked, someone

from identity.errors import ChallengeEndedError, MfaRequiredError, ProofTooWeakError
from identity.sessions.model import Opened, Proof
from identity.sso.errors import (
    SsoLinkSessionError,
    SsoNotProvedAnewError,
    SsoOtherPersonError,
    SsoRequiredError,
    SsoStepUpUnavailableError,
)
from identity.sso.model import Assurance
from identity.sso.sign_in import Finished

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import Account, House

PHISHING_RESISTANT = "urn:practice:phr"


async def linked(world: World, house: "House", account: "Account") -> dict[str, Any]:
    """The claims of someone who is linked to the account."""
    ada = someone(email=account.email)
    await world.link(house.database, await house.cases.users.get(account.caller, account.user_id), **ada)
    return ada


def demanded(finished: Finished) -> MfaRequiredError:
    assert finished.opened is None
    assert isinstance(finished.demand, MfaRequiredError)
    return finished.demand


def proof(opened: Opened) -> str:
    return opened.signed_in.session.proof


async def test_what_a_provider_does_not_say_is_asked_for_here(world: World, house: "House") -> None:
    account = await house.with_totp()
    ada = await linked(world, house, account)
    for said in ({}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"amr": ["sms"]}, {"amr": [7]}, {"acr": "0"}, {"acr": ["x"]}):
        demand = demanded(await world.sign_in(**ada, **said))
        assert demand.metadata["kinds"] == "totp,recovery_code"
    opened = await house.answer(demand, account.code())
    assert proof(opened) == Proof.PROVIDER_AND_FACTOR
    assert opened.signed_in.session.step_up_time == house.clock.now()
    assert len(await house.entries("session.challenged", str(account.user_id))) == 7
    assert not await house.entries("session.refused", str(account.user_id))


@pytest.mark.parametrize(
    "said", [{"amr": ["pwd", "otp"]}, {"amr": ["mfa"]}, {"amr": ["hwk"]}, {"acr": PHISHING_RESISTANT}]
)
async def test_what_a_provider_says_counts(world: World, house: "House", said: dict[str, Any]) -> None:
    await world.change(acr_values=(PHISHING_RESISTANT,))
    account = await house.with_totp()
    ada = await linked(world, house, account)
    assert proof(await world.opened(**ada, **said)) == Proof.PROVIDER
    assert asked((await world.start()).authorization_url)["acr_values"] == PHISHING_RESISTANT


async def test_a_provider_that_is_trusted_need_not_say(world: World, house: "House") -> None:
    await world.change(assurance=Assurance.TRUSTED)
    account = await house.with_totp()
    assert proof(await world.opened(**await linked(world, house, account))) == Proof.PROVIDER


async def test_who_has_no_factor_enrols_one_where_that_is_required(world: World, house: "House") -> None:
    caller = administrator(world.registered.workspace_id)
    await house.cases.policies.update(caller, ["mfa_required", "grace_period_days"], True, 0, "")
    try:
        first = await world.opened(**someone())
        assert (proof(first), first.signed_in.enrolment.required) == (Proof.PROVIDER_FIRST, True)
        assert not first.signed_in.grants.permissions
        stated = await world.opened(**someone(amr=["mfa"]))
        assert not stated.signed_in.enrolment.required
    finally:
        await house.cases.policies.update(caller, ["mfa_required"], False, 0, "")


async def test_where_sso_is_required_a_factor_counts_behind_the_provider_only(world: World, house: "House") -> None:
    account = await house.with_totp()
    ada = await linked(world, house, account)
    await require_sso(world, house)
    with pytest.raises(SsoRequiredError):
        await house.answer(await house.challenged(account.email), account.code())
    opened = await house.answer(demanded(await world.sign_in(**ada)), account.code())
    assert proof(opened) == Proof.PROVIDER_AND_FACTOR


async def test_signing_out_at_the_provider_ends_what_waits_for_a_factor_and_what_came_of_it(
    world: World, house: "House"
) -> None:
    account = await house.with_totp()
    ada = await linked(world, house, account)
    demand = demanded(await world.sign_in(**ada, sid="one"))
    await world.cases.logouts.end(world.edge, world.provider.logout_token(sid="one"))
    with pytest.raises(ChallengeEndedError):
        await house.answer(demand, account.code())
    opened = await house.answer(demanded(await world.sign_in(**ada, sid="two")), account.code())
    await world.cases.logouts.end(world.edge, world.provider.logout_token(sub=ada["sub"]))
    with pytest.raises(Exception, match="ended"):
        await house.cases.sessions.exchange(opened.session)


async def test_a_provider_that_is_switched_off_opens_nothing_more(world: World, house: "House") -> None:
    account = await house.with_totp()
    demand = demanded(await world.sign_in(**await linked(world, house, account)))
    await world.change(enabled=False)
    with pytest.raises(ChallengeEndedError):
        await house.answer(demand, account.code())


async def test_an_identity_that_was_removed_meanwhile_opens_nothing_and_proves_nothing(
    world: World, house: "House"
) -> None:
    account = await house.with_totp()
    ada = await linked(world, house, account)
    demand = demanded(await world.sign_in(**ada))
    opened, now = await world.opened(**ada, amr=["mfa"]), int(house.clock.now().timestamp())
    (link,) = await world.cases.links.list(account.caller)
    await world.cases.links.delete(account.caller, link.link_id)
    with pytest.raises(ChallengeEndedError):
        await house.answer(demand, account.code())
    with pytest.raises(SsoOtherPersonError):
        await begun(world, house, opened, **ada, auth_time=now, amr=["mfa"])


async def begun(world: World, house: "House", opened: Opened, **claims: Any) -> Finished:
    """A step-up at the provider, to the end."""
    caller = await house.signed_in_as(opened)
    started = await world.cases.sign_ins.start_step_up(caller, "/app")
    sent = asked(started.authorization_url)
    assert (sent["prompt"], sent["max_age"]) == ("login", "0")
    return await world.through(started, session=opened.session.token, **claims)


async def step_up_time(house: "House", opened: Opened) -> float:
    return (await house.cases.sessions.exchange(opened.session)).session.step_up_time.timestamp()


async def test_a_fresh_proof_is_given_at_the_provider_in_the_same_session(world: World, house: "House") -> None:
    ada = someone()
    opened = await world.opened(**ada)
    now = int(house.clock.now().timestamp())
    assert (await begun(world, house, opened, **ada, auth_time=now)).opened is None
    assert await step_up_time(house, opened) == now
    user_id = str(opened.signed_in.user.user_id)
    (entry,) = await house.entries("session.stepped_up", user_id)
    assert entry.session_id == str(opened.signed_in.session.session_id)


async def test_a_fresh_proof_is_fresh_and_of_the_same_person(world: World, house: "House") -> None:
    ada = someone()
    opened = await world.opened(**ada)
    now = int(house.clock.now().timestamp())
    for told in (None, now - 120, now + 7200):
        with pytest.raises(SsoNotProvedAnewError):
            await begun(world, house, opened, **ada, auth_time=told)
    grace = someone()
    with pytest.raises(SsoOtherPersonError):
        await begun(world, house, opened, **grace, auth_time=now)
    await world.opened(**grace)
    with pytest.raises(SsoOtherPersonError):
        await begun(world, house, opened, **grace, auth_time=now)
    assert await step_up_time(house, opened) == 0


async def test_a_fresh_proof_counts_in_the_session_and_browser_that_began_it(world: World, house: "House") -> None:
    ada = someone()
    opened, other = await world.opened(**ada), await world.opened(**ada)
    caller, now = await house.signed_in_as(opened), int(house.clock.now().timestamp())
    for session in ("", other.session.token):
        started = await world.cases.sign_ins.start_step_up(caller, "/app")
        with pytest.raises(SsoLinkSessionError):
            await world.through(started, session=session, **ada, auth_time=now)
    assert [await step_up_time(house, each) for each in (opened, other)] == [0, 0]


async def test_the_word_of_a_provider_is_too_weak_where_a_factor_is_enrolled(world: World, house: "House") -> None:
    ada = someone()
    opened = await world.opened(**ada)
    caller = await house.signed_in_as(opened)
    now = int(house.clock.now().timestamp())
    secret, _ = await house.cases.factors.factors.begin_totp(caller)
    await house.cases.factors.factors.confirm_totp(caller, pyotp.TOTP(secret).at(house.clock.now()))
    with pytest.raises(ProofTooWeakError):
        await begun(world, house, opened, **ada, auth_time=now)
    await begun(world, house, opened, **ada, auth_time=now, amr=["mfa"])
    assert await step_up_time(house, opened) == now


async def test_a_session_that_came_otherwise_steps_up_otherwise(world: World, house: "House") -> None:
    account = await house.account()
    await linked(world, house, account)
    with pytest.raises(SsoStepUpUnavailableError):
        await world.cases.sign_ins.start_step_up(account.caller, "/app")
    opened = await world.opened(**someone())
    await world.change(enabled=False)
    with pytest.raises(SsoStepUpUnavailableError):
        await world.cases.sign_ins.start_step_up(await house.signed_in_as(opened), "/app")


async def require_sso(world: World, house: "House") -> None:
    await house.superuser.execute(
        "INSERT INTO sso_policies (workspace_id, sso_required, break_glass_user_ids) VALUES ($1, true, '{}')",
        world.registered.workspace_id,
    )
