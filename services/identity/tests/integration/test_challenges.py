"""Signing in with a second factor on a real database: each answer once, from where it was asked, and not for long."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from identity.errors import ChallengeEndedError, FactorRefusedError, MfaRequiredError, TooManyAttemptsError
from identity.sessions.model import Opened, Secret
from identity.workspaces.model import WorkspaceKind

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import Account, House

REFUSALS = (ChallengeEndedError, FactorRefusedError, TooManyAttemptsError)


def opened(results: list[object]) -> int:
    assert all(isinstance(result, (Opened, *REFUSALS)) for result in results), results
    return sum(isinstance(result, Opened) for result in results)


async def sessions_of(house: "House", account: "Account") -> int:
    count = await house.superuser.fetchval("SELECT count(*) FROM sessions WHERE user_id = $1", account.user_id)
    return int(count)


async def test_the_right_code_opens_the_session(house: "House") -> None:
    account = await house.with_totp()
    demanded = await house.challenged(account.email)
    assert demanded.metadata["kinds"] == "totp,recovery_code"
    signed_in = (await house.answer(demanded, account.code())).signed_in
    assert (signed_in.user.user_id, signed_in.session.proof) == (account.user_id, "second_factor")
    assert signed_in.session.step_up_time == house.clock.now()


async def test_a_challenge_opens_nothing_by_itself_and_only_its_hash_is_kept(house: "House") -> None:
    account = await house.with_totp()
    before = await sessions_of(house, account)
    token = (await house.challenged(account.email)).metadata["challengeId"]
    assert await sessions_of(house, account) == before
    assert len(token) == 43
    rows = await house.superuser.fetch("SELECT challenge_hash FROM mfa_challenges WHERE user_id = $1", account.user_id)
    assert [row["challenge_hash"] for row in rows] == [Secret(token).hash]
    (entry,) = await house.entries("session.challenged", str(account.user_id))
    assert entry.outcome == "success"


@pytest.mark.parametrize("kind", ["totp", "recovery"])
async def test_64_answers_to_one_challenge_open_one_session(house: "House", kind: str) -> None:
    account = await house.with_totp()
    demanded = await house.challenged(account.email)
    code = account.code() if kind == "totp" else account.recovery_codes[0]
    before = await sessions_of(house, account)
    results = await asyncio.gather(*(house.answer(demanded, code) for _ in range(64)), return_exceptions=True)
    assert opened(list(results)) == 1
    assert await sessions_of(house, account) == before + 1


@pytest.mark.parametrize("kind", ["totp", "recovery"])
async def test_one_code_opens_one_session_however_many_challenges_it_answers(house: "House", kind: str) -> None:
    account = await house.with_totp()
    challenges = [await house.challenged(account.email) for _ in range(64)]
    code = account.code() if kind == "totp" else account.recovery_codes[0]
    before = await sessions_of(house, account)
    results = await asyncio.gather(*(house.answer(each, code) for each in challenges), return_exceptions=True)
    assert opened(list(results)) == 1
    assert await sessions_of(house, account) == before + 1


async def test_a_code_that_stepped_up_or_enrolled_does_not_sign_in(house: "House") -> None:
    account = await house.account()
    account.secret, _ = await house.cases.factors.factors.begin_totp(account.caller)
    code = account.code()
    await house.cases.factors.factors.confirm_totp(account.caller, code)
    with pytest.raises(FactorRefusedError):
        await house.answer(await house.challenged(account.email), code)


async def test_an_earlier_step_is_refused_after_a_later_one(house: "House") -> None:
    account = await house.with_totp()
    house.clock.pass_by(seconds=60)
    earlier, later = account.code(-1), account.code(1)
    await house.answer(await house.challenged(account.email), later)
    for code in (later, earlier, account.code()):
        with pytest.raises(FactorRefusedError):
            await house.answer(await house.challenged(account.email), code)


async def test_a_challenge_lasts_five_minutes_and_five_answers(house: "House") -> None:
    account = await house.with_totp()
    late, guessed = await house.challenged(account.email), await house.challenged(account.email)
    for _ in range(5):
        with pytest.raises(FactorRefusedError):
            await house.answer(guessed, "000000")
    house.clock.pass_by(seconds=30)
    with pytest.raises(ChallengeEndedError):
        await house.answer(guessed, account.code())
    house.clock.pass_by(minutes=5)
    with pytest.raises(ChallengeEndedError):
        await house.answer(late, account.code())


async def test_a_challenge_is_answered_where_it_was_asked(house: "House") -> None:
    account = await house.with_totp()
    demanded = await house.challenged(account.email)
    for where in ({"browser": "Chrome"}, {"device": "another"}):
        with pytest.raises(ChallengeEndedError):
            await house.answer(demanded, account.code(), **where)
    await house.answer(demanded, account.code())


async def test_a_challenge_takes_the_codes_of_its_own_account_only(house: "House") -> None:
    victim, attacker = await house.with_totp(), await house.with_totp(kind=WorkspaceKind.SANDBOX)
    demanded = await house.challenged(victim.email)
    for code in (attacker.code(), attacker.recovery_codes[0]):
        with pytest.raises(FactorRefusedError):
            await house.answer(demanded, code)
    with pytest.raises(ChallengeEndedError):
        await house.answer(MfaRequiredError(metadata={"challengeId": Secret.new().token}), victim.code())


async def test_guessing_is_slowed_down_over_many_challenges_and_a_known_device_goes_on(house: "House") -> None:
    account = await house.with_totp()
    device = (await house.answer(await house.challenged(account.email), account.code())).device.token
    house.clock.pass_by(seconds=30)
    challenges = [await house.challenged(account.email) for _ in range(12)]
    guesses = [await asyncio.gather(house.answer(each, "000000"), return_exceptions=True) for each in challenges]
    kinds = [type(result) for (result,) in guesses]
    assert kinds == [FactorRefusedError] * 5 + [TooManyAttemptsError] * 7
    with pytest.raises(TooManyAttemptsError):
        await house.answer(await house.challenged(account.email), account.code())
    await house.answer(await house.challenged(account.email), account.recovery_codes[0])
    await asyncio.gather(
        *[house.answer(await house.challenged(account.email), "000000") for _ in range(9)], return_exceptions=True
    )
    known = await house.challenged(account.email, device=device)
    await house.answer(known, account.code(), device=device)


async def test_a_recovery_code_is_good_once_however_typed_and_told_by_letter(house: "House") -> None:
    account = await house.with_totp()
    code = account.recovery_codes[3]
    await house.answer(await house.challenged(account.email), code.upper().replace("-", " "))
    assert any("recovery code was used" in text for text in await house.told(account.email))
    with pytest.raises(FactorRefusedError):
        await house.answer(await house.challenged(account.email), code)
    assert (await house.cases.factors.factors.held(account.caller))[1] == 9


async def test_a_refused_answer_is_recorded(house: "House") -> None:
    account = await house.with_totp()
    with pytest.raises(FactorRefusedError):
        await house.answer(await house.challenged(account.email), "000000")
    (entry,) = await house.entries("session.refused", str(account.user_id))
    assert entry.outcome == "FACTOR_REFUSED"


async def test_a_disabled_person_answers_nothing(house: "House") -> None:
    account = await house.with_totp()
    demanded = await house.challenged(account.email)
    await house.superuser.execute("UPDATE users SET state = 'DISABLED' WHERE user_id = $1", account.user_id)
    with pytest.raises(ChallengeEndedError):
        await house.answer(demanded, account.code())


@pytest.mark.parametrize("way", ["reset", "change"])
async def test_a_new_password_ends_the_challenges_of_the_old_one(house: "House", way: str) -> None:
    account = await house.with_totp()
    demanded = await house.challenged(account.email)
    if way == "reset":
        await house.cases.people.resets.request(house.edge(), account.email)
        await house.cases.people.resets.confirm(house.edge(), await house.token(account.email), "granite-lamp-8")
    else:
        await house.cases.people.passwords.change(account.caller, "quartz-lamp-7", "granite-lamp-8")
    with pytest.raises(ChallengeEndedError):
        await house.answer(demanded, account.code())


async def test_challenges_that_are_over_are_swept_away(house: "House") -> None:
    account = await house.with_totp()
    await house.challenged(account.email)
    await house.cases.factors.sign_ins.begin_passkey(None)
    house.clock.pass_by(minutes=6)
    await house.cases.factors.sign_ins.sweep()
    for table in ("mfa_challenges", "passkey_challenges"):
        query = f"SELECT count(*) FROM {table} WHERE expire_time < $1"
        assert not await house.superuser.fetchval(query, house.clock.now())
