"""Enrolling and removing factors on a real database, a fresh proof in a session, the reset by an administrator."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from identity.errors import (
    FactorNotFoundError,
    InvalidCredentialsError,
    MfaRequiredError,
    NoFactorError,
    PermissionEscalationError,
    ProofRefusedError,
    ProofTooWeakError,
    SessionEndedError,
    TooManyAttemptsError,
    TotpEnrolledError,
    TotpNotBegunError,
    UserNotFoundError,
)
from identity.factors.model import FactorKind, Given
from identity.roles.model import Role
from identity.workspaces.model import WorkspaceKind

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

PASSWORD = "quartz-lamp-7"
FOREVER = 10**6


async def test_an_app_counts_once_a_code_confirms_it(house: "House") -> None:
    account = await house.account()
    account.secret, uri = await house.cases.factors.factors.begin_totp(account.caller)
    assert account.secret in uri
    assert await house.cases.factors.factors.held(account.caller) == ([], 0)
    await house.sign_in(account.email)
    codes = await house.cases.factors.factors.confirm_totp(account.caller, account.code())
    (factor,), left = await house.cases.factors.factors.held(account.caller)
    assert (factor.kind, left, len(set(codes))) == (FactorKind.TOTP, 10, 10)
    await house.challenged(account.email)


async def test_neither_secret_nor_recovery_codes_are_in_the_database(house: "House") -> None:
    account = await house.with_totp()
    rows = await house.superuser.fetch("SELECT secret_enc FROM totp_factors WHERE user_id = $1", account.user_id)
    assert rows[0]["secret_enc"].startswith("v1.")
    assert account.secret not in rows[0]["secret_enc"]
    hashes = await house.superuser.fetch("SELECT code_hash FROM recovery_codes WHERE user_id = $1", account.user_id)
    assert {len(row["code_hash"]) for row in hashes} == {32}


async def test_a_wrong_code_confirms_nothing_and_a_late_one_neither(house: "House") -> None:
    account = await house.account()
    factors = house.cases.factors.factors
    with pytest.raises(TotpNotBegunError):
        await factors.confirm_totp(account.caller, "123456")
    account.secret, _ = await factors.begin_totp(account.caller)
    with pytest.raises(ProofRefusedError):
        await factors.confirm_totp(account.caller, account.code(5))
    replaced = account.code()
    account.secret, _ = await factors.begin_totp(account.caller)
    with pytest.raises(ProofRefusedError):
        await factors.confirm_totp(account.caller, replaced)
    house.clock.pass_by(minutes=10)
    with pytest.raises(TotpNotBegunError):
        await factors.confirm_totp(account.caller, account.code())


async def test_64_confirmations_at_once_enrol_once(house: "House") -> None:
    account = await house.account()
    account.secret, _ = await house.cases.factors.factors.begin_totp(account.caller)
    attempts = (house.cases.factors.factors.confirm_totp(account.caller, account.code()) for _ in range(64))
    results = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(isinstance(result, list) for result in results) == 1
    assert all(isinstance(r, list | TotpEnrolledError | ProofRefusedError) for r in results), results


async def test_an_enrolled_app_is_not_replaced_and_once_removed_asks_nothing(house: "House") -> None:
    account = await house.with_totp()
    factors = house.cases.factors.factors
    with pytest.raises(TotpEnrolledError):
        await factors.begin_totp(account.caller)
    await factors.delete_totp(account.caller)
    assert await factors.held(account.caller) == ([], 0)
    await house.sign_in(account.email)
    with pytest.raises(FactorNotFoundError):
        await factors.delete_totp(account.caller)
    with pytest.raises(NoFactorError):
        await factors.regenerate_codes(account.caller)


async def test_new_recovery_codes_void_the_old(house: "House") -> None:
    account = await house.with_totp()
    fresh = await house.cases.factors.factors.regenerate_codes(account.caller)
    assert not set(fresh) & set(account.recovery_codes)
    step_ups = house.cases.factors.step_ups
    with pytest.raises(ProofRefusedError):
        await step_ups.prove(account.caller, "", Given(account.recovery_codes[0]))
    await step_ups.prove(account.caller, "", Given(fresh[0]))
    assert (await house.cases.factors.factors.held(account.caller))[1] == 9


async def test_every_change_is_told_by_letter_and_recorded(house: "House") -> None:
    account = await house.with_totp()
    await house.cases.factors.factors.regenerate_codes(account.caller)
    await house.cases.factors.factors.delete_totp(account.caller)
    told = await house.told(account.email)
    assert len(told) == 3
    for what in ("was added", "recovery codes were made", "was removed"):
        assert sum(what in text for text in told) == 1
    assert not any(account.secret in text or code in text for text in told for code in account.recovery_codes)


async def step_up_time(house: "House", session_id: str) -> object:
    return await house.superuser.fetchval("SELECT step_up_time FROM sessions WHERE session_id = $1", UUID(session_id))


async def test_a_password_proves_again_while_there_is_no_factor(house: "House") -> None:
    account = await house.account()
    house.clock.pass_by(minutes=20)
    until = await house.cases.factors.step_ups.prove(account.caller, PASSWORD, Given())
    assert (until - house.clock.now()).total_seconds() == 600
    assert await step_up_time(house, account.caller.session_id) == house.clock.now()
    with pytest.raises(ProofRefusedError):
        await house.cases.factors.step_ups.prove(account.caller, "quartz-lamp-8", Given())
    with pytest.raises(ProofRefusedError):
        await house.cases.factors.step_ups.prove(account.caller, "", Given("123456"))


async def test_with_a_factor_the_password_alone_proves_too_little(house: "House") -> None:
    account = await house.with_totp()
    before = await step_up_time(house, account.caller.session_id)
    with pytest.raises(ProofTooWeakError):
        await house.cases.factors.step_ups.prove(account.caller, PASSWORD, Given())
    with pytest.raises(ProofRefusedError):
        await house.cases.factors.step_ups.prove(account.caller, PASSWORD, Given(account.code(9)))
    assert await step_up_time(house, account.caller.session_id) == before
    code = account.code()
    await house.cases.factors.step_ups.prove(account.caller, "", Given(code))
    with pytest.raises(ProofRefusedError):
        await house.cases.factors.step_ups.prove(account.caller, "", Given(code))


async def test_guesses_at_a_proof_are_slowed_down_in_parallel_too(house: "House") -> None:
    account = await house.with_totp()
    guesses = (house.cases.factors.step_ups.prove(account.caller, "", Given("000000")) for _ in range(20))
    results = await asyncio.gather(*guesses, return_exceptions=True)
    assert sum(isinstance(result, ProofRefusedError) for result in results) == 5
    assert sum(isinstance(result, TooManyAttemptsError) for result in results) == 15


async def test_an_ended_session_proves_nothing(house: "House") -> None:
    account = await house.account()
    await house.cases.sessions.sign_out(account.caller)
    with pytest.raises(SessionEndedError):
        await house.cases.factors.step_ups.prove(account.caller, PASSWORD, Given())


async def test_a_machine_has_no_factors(house: "House") -> None:
    account = await house.account()
    for actor_id in (str(uuid4()), "nightly-export"):
        with pytest.raises(SessionEndedError):
            await house.cases.factors.factors.begin_totp(replace(account.caller, actor_id=actor_id))


async def test_an_administrator_resets_the_factors_of_a_colleague(house: "House") -> None:
    administrator, colleague = await house.account(role=Role.ADMIN), await house.with_totp()
    demanded = await house.challenged(colleague.email)
    caller = replace(administrator.caller, action="user.mfa_reset")
    await house.cases.factors.factors.reset(caller, colleague.user_id)
    with pytest.raises(SessionEndedError):
        await house.cases.sessions.current(colleague.caller)
    assert await house.events("cfu.identity.v1.session.revoked", UUID(colleague.caller.session_id))
    for code in (colleague.code(), colleague.recovery_codes[0]):
        with pytest.raises(Exception, match="over"):
            await house.answer(demanded, code)
    await house.sign_in(colleague.email)
    (entry,) = await house.entries("user.mfa_reset", str(administrator.user_id))
    assert (list(entry.record_ids), list(entry.before)) == ([str(colleague.user_id)], ["totp"])
    assert any("administrator" in text for text in await house.told(colleague.email))


async def test_nobody_resets_the_factors_of_who_may_do_more(house: "House") -> None:
    administrator, officer = await house.with_totp(role=Role.ADMIN), await house.account(role=Role.SECURITY_OFFICER)
    caller = replace(officer.caller, permissions=officer.caller.permissions | {"security.write"})
    with pytest.raises(PermissionEscalationError):
        await house.cases.factors.factors.reset(caller, administrator.user_id)
    await house.challenged(administrator.email)


async def test_nobody_of_another_workspace_can_be_reset(house: "House") -> None:
    administrator = await house.account(role=Role.ADMIN)
    stranger = await house.with_totp(kind=WorkspaceKind.SANDBOX)
    for user_id in (stranger.user_id, uuid4()):
        with pytest.raises(UserNotFoundError):
            await house.cases.factors.factors.reset(administrator.caller, user_id)
    with pytest.raises(MfaRequiredError):
        await house.sign_in(stranger.email)


async def test_a_wrong_password_tells_nothing_of_a_factor(house: "House") -> None:
    account = await house.with_totp()
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(account.email, "quartz-lamp-8")
