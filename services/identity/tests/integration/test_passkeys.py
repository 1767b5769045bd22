"""Passkeys on a real database, made by an authenticator in software: enrolled, asked, copied, stolen."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from software_authenticator import SoftwareAuthenticator

from identity.errors import (
    ChallengeEndedError,
    FactorNotFoundError,
    FactorRefusedError,
    NoFactorError,
    PasskeyEnrolledError,
    PasskeyRefusedError,
    ProofRefusedError,
    TooManyPasskeysError,
)
from identity.factors.model import FactorKind, Given
from identity.sessions.model import Opened, Origin, Secret
from kit.caller import Caller, for_service

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import Account, House

ORIGIN, RP_ID = "https://crm.practice.example", "crm.practice.example"
HERE = Origin("", "192.0.2.1", "Firefox")


def authenticator(**details: object) -> SoftwareAuthenticator:
    return SoftwareAuthenticator(origin=ORIGIN, rp_id=RP_ID, **details)  # type: ignore[arg-type]


async def enrolled(house: "House", account: "Account", key: SoftwareAuthenticator, name: str = "Laptop") -> list[str]:
    options = await house.cases.factors.passkeys.begin(account.caller)
    _, codes = await house.cases.factors.passkeys.enrol(account.caller, key.create(options), name)
    return codes


async def with_passkey(house: "House", **details: object) -> "tuple[Account, SoftwareAuthenticator]":
    account, key = await house.account(), authenticator(**details)
    account.recovery_codes = await enrolled(house, account, key)
    return account, key


def service() -> Caller:

    return for_service("gateway", UUID(int=0), "session.created")


async def sign_in(house: "House", key: SoftwareAuthenticator) -> Opened:
    options = await house.cases.factors.sign_ins.begin_passkey(None)
    return await house.cases.factors.sign_ins.open_by_passkey(service(), key.get(options), HERE)


async def test_a_passkey_is_enrolled_named_and_listed(house: "House") -> None:
    account, _ = await with_passkey(house)
    (factor,), left = await house.cases.factors.factors.held(account.caller)
    assert (factor.kind, factor.display_name, left) == (FactorKind.PASSKEY, "Laptop", 10)
    assert len(account.recovery_codes) == 10
    assert await enrolled(house, account, authenticator()) == []
    sealed = await house.superuser.fetch("SELECT display_name_enc FROM passkeys WHERE user_id = $1", account.user_id)
    assert all(row["display_name_enc"].startswith("v1.") for row in sealed)


async def test_a_passkey_signs_in_without_a_password(house: "House") -> None:
    account, key = await with_passkey(house)
    signed_in = (await sign_in(house, key)).signed_in
    assert (signed_in.user.user_id, signed_in.session.proof) == (account.user_id, "passkey")


async def test_a_passkey_answers_the_challenge_of_a_password(house: "House") -> None:
    account, key = await with_passkey(house)
    demanded = await house.challenged(account.email)
    assert demanded.metadata["kinds"] == "passkey,recovery_code"
    challenge = Secret(demanded.metadata["challengeId"])
    answer = key.get(await house.cases.factors.sign_ins.begin_passkey(challenge))
    opened = await house.answer(demanded, credential_json=answer)
    assert opened.signed_in.session.proof == "second_factor"
    with pytest.raises(ChallengeEndedError):
        await house.cases.factors.sign_ins.begin_passkey(challenge)


async def test_64_submits_of_one_answer_open_one_session(house: "House") -> None:
    _, key = await with_passkey(house)
    answer = key.get(await house.cases.factors.sign_ins.begin_passkey(None))
    submits = (house.cases.factors.sign_ins.open_by_passkey(service(), answer, HERE) for _ in range(64))
    results = await asyncio.gather(*submits, return_exceptions=True)
    assert sum(isinstance(result, Opened) for result in results) == 1
    assert sum(isinstance(result, FactorRefusedError) for result in results) == 63


async def test_a_passkey_that_does_not_count_signs_in_again_and_again(house: "House") -> None:
    _, key = await with_passkey(house, counts=False)
    for _ in range(3):
        await sign_in(house, key)


async def test_a_counter_that_goes_back_is_refused(house: "House") -> None:
    account, key = await with_passkey(house)
    await sign_in(house, key)
    copy = replace(key, sign_count=0)
    await sign_in(house, key)
    with pytest.raises(FactorRefusedError):
        await sign_in(house, copy)
    (entry,) = await house.entries("session.refused", str(account.user_id))
    assert entry.outcome == "FACTOR_REFUSED"
    await sign_in(house, key)


async def test_an_answer_is_good_for_what_was_asked_only(house: "House") -> None:
    account, key = await with_passkey(house)
    demanded = await house.challenged(account.email)
    challenge = Secret(demanded.metadata["challengeId"])
    begun = {
        "sign_in": await house.cases.factors.sign_ins.begin_passkey(None),
        "challenge": await house.cases.factors.sign_ins.begin_passkey(challenge),
        "step_up": await house.cases.factors.step_ups.begin(account.caller),
        "enrol": await house.cases.factors.passkeys.begin(account.caller),
    }
    for purpose in ("challenge", "step_up", "enrol"):
        with pytest.raises(FactorRefusedError):
            await house.cases.factors.sign_ins.open_by_passkey(service(), key.get(begun[purpose]), HERE)
    for purpose in ("sign_in", "step_up"):
        with pytest.raises(FactorRefusedError):
            await house.answer(demanded, credential_json=key.get(begun[purpose]))
    with pytest.raises(ProofRefusedError):
        await house.cases.factors.step_ups.prove(account.caller, "", Given(credential_json=key.get(begun["sign_in"])))
    await house.cases.factors.step_ups.prove(account.caller, "", Given(credential_json=key.get(begun["step_up"])))


async def test_the_passkey_of_another_account_answers_nothing(house: "House") -> None:
    victim, _ = await with_passkey(house)
    _, theirs = await with_passkey(house)
    demanded = await house.challenged(victim.email)
    options = await house.cases.factors.sign_ins.begin_passkey(Secret(demanded.metadata["challengeId"]))
    with pytest.raises(FactorRefusedError):
        await house.answer(demanded, credential_json=theirs.get(options))
    with pytest.raises(FactorRefusedError):
        await sign_in(house, replace(theirs, user_handle=victim.user_id.bytes))
    with pytest.raises(FactorRefusedError):
        await sign_in(house, replace(theirs, user_handle=b""))


async def test_what_was_asked_expires_and_is_bound_to_the_session(house: "House") -> None:
    account, key = await with_passkey(house)
    other = await house.account()
    options = await house.cases.factors.step_ups.begin(account.caller)
    with pytest.raises(NoFactorError):
        await house.cases.factors.step_ups.begin(other.caller)
    elsewhere = replace(account.caller, session_id=other.caller.session_id)
    with pytest.raises(ProofRefusedError):
        await house.cases.factors.step_ups.prove(elsewhere, "", Given(credential_json=key.get(options)))
    house.clock.pass_by(minutes=5)
    with pytest.raises(ProofRefusedError):
        await house.cases.factors.step_ups.prove(account.caller, "", Given(credential_json=key.get(options)))


async def test_an_enrolment_is_answered_once_in_its_session_and_in_time(house: "House") -> None:
    account, other, passkeys = await house.account(), await house.account(), house.cases.factors.passkeys
    options, key = await passkeys.begin(account.caller), authenticator()
    with pytest.raises(PasskeyRefusedError):
        await passkeys.enrol(other.caller, key.create(options), "stolen")
    answer = key.create(options)
    results = await asyncio.gather(
        *(passkeys.enrol(account.caller, answer, "Phone") for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(result, tuple) for result in results) == 1
    with pytest.raises(PasskeyEnrolledError):
        await passkeys.enrol(account.caller, key.create(await passkeys.begin(account.caller)), "again")
    late = await passkeys.begin(account.caller)
    house.clock.pass_by(minutes=5)
    with pytest.raises(PasskeyRefusedError):
        await passkeys.enrol(account.caller, authenticator().create(late), "late")


async def test_a_person_has_twenty_passkeys_at_most(house: "House") -> None:
    account = await house.account()
    for _ in range(20):
        await enrolled(house, account, authenticator())
    with pytest.raises(TooManyPasskeysError):
        await house.cases.factors.passkeys.begin(account.caller)


async def test_a_removed_passkey_opens_nothing_and_only_its_owner_removes_it(house: "House") -> None:
    account, key = await with_passkey(house)
    other = await house.account()
    (factor,), _ = await house.cases.factors.factors.held(account.caller)
    with pytest.raises(FactorNotFoundError):
        await house.cases.factors.passkeys.delete(other.caller, factor.factor_id)
    await house.cases.factors.passkeys.delete(account.caller, factor.factor_id)
    with pytest.raises(FactorRefusedError):
        await sign_in(house, key)
    assert await house.cases.factors.factors.held(account.caller) == ([], 0)
    await house.sign_in(account.email)
    assert any("passkey was removed" in text for text in await house.told(account.email))


async def test_a_disabled_person_signs_in_by_no_passkey(house: "House") -> None:
    account, key = await with_passkey(house)
    await house.superuser.execute("UPDATE users SET state = 'DISABLED' WHERE user_id = $1", account.user_id)
    with pytest.raises(FactorRefusedError):
        await sign_in(house, key)
    (entry,) = await house.entries("session.refused", str(account.user_id))
    assert entry.outcome == "FACTOR_REFUSED"
