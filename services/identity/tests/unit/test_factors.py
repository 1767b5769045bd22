"""Codes, recovery codes, passkeys' answers, and who has to enrol by when: rules without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pyotp
import pytest
from software_authenticator import ATTESTED, PRESENT, VERIFIED, SoftwareAuthenticator

from identity.factors import recovery, totp
from identity.factors.model import Passkey, binding_of, bucket_of_answers, bucket_of_step_up
from identity.factors.relying_party import (
    RelyingParty,
    challenge_in,
    credential_id_in,
    new_challenge,
    user_handle_in,
)
from identity.roles.model import Role
from identity.security_policies.model import SecurityPolicy
from identity.sessions.model import Origin
from identity.users.model import User, UserState

NOW = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30
SECRET = totp.new_secret()
USER = User(uuid4(), uuid4(), "grace@example.com", "Grace", Role.STAFF, UserState.ACTIVE, NOW)
PARTY = RelyingParty("https://crm.example.com")


def code(step: int) -> str:
    return pyotp.TOTP(SECRET).generate_otp(step)


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_code_is_taken_one_step_to_either_side(drift: int) -> None:
    assert totp.matching_step(SECRET, code(STEP + drift), NOW, 0) == STEP + drift


@pytest.mark.parametrize("drift", [-2, 2])
def test_a_code_of_another_time_is_not(drift: int) -> None:
    assert totp.matching_step(SECRET, code(STEP + drift), NOW, 0) is None


@pytest.mark.parametrize("typed", ["", "12345", "é23456", "١٢٣٤٥٦", "🔑" * 6, "\0" * 6])
def test_what_is_no_code_matches_no_step(typed: str) -> None:
    assert totp.matching_step(SECRET, typed, NOW, 0) is None


def test_a_step_that_was_used_and_every_earlier_one_is_over() -> None:
    assert totp.matching_step(SECRET, code(STEP), NOW, STEP) is None
    assert totp.matching_step(SECRET, code(STEP - 1), NOW, STEP) is None
    assert totp.matching_step(SECRET, code(STEP + 1), NOW, STEP) == STEP + 1
    assert totp.matching_step(SECRET, code(STEP + 1), NOW, STEP + 1) is None


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_what_is_no_code_is_told_from_one(text: str) -> None:
    assert not totp.looks_like_code(text)
    assert totp.looks_like_code("012345")


def test_the_uri_names_issuer_and_account_and_fits_a_qr_code() -> None:
    uri = totp.otpauth_uri(SECRET, USER.email)
    assert uri.startswith("otpauth://totp/ContactFollowUp:grace%40example.com?secret=" + SECRET)
    assert totp.qr_svg(uri).startswith("<svg xmlns=")
    assert len(SECRET) == 32


def test_recovery_codes_are_many_long_and_forgiving_of_how_they_are_typed() -> None:
    codes = recovery.new_codes()
    assert len(set(codes)) == 10
    assert all(len(each.replace("-", "")) * 5 >= 112 for each in codes)
    one = codes[0]
    assert recovery.hash_of(one) == recovery.hash_of(f" {one.upper().replace('-', ' ')} ") != recovery.hash_of(codes[1])


def test_guesses_of_strangers_do_not_count_against_a_known_device() -> None:
    one, other = uuid4(), uuid4()
    keys = {
        bucket_of_answers(one, b"").key,
        bucket_of_answers(one, b"device").key,
        bucket_of_answers(other, b"").key,
        bucket_of_step_up(one).key,
    }
    assert len(keys) == 4


def test_a_challenge_is_bound_to_device_and_browser() -> None:
    here = Origin("device", "192.0.2.1", "Firefox")
    assert binding_of(here) == binding_of(replace(here, source_address="198.51.100.1"))
    for other in (replace(here, device_token=""), replace(here, user_agent="")):
        assert binding_of(here) != binding_of(other)


def made(authenticator: SoftwareAuthenticator) -> Passkey:
    challenge = new_challenge()
    found = PARTY.made(authenticator.create(PARTY.creation_options(USER, challenge, [])), challenge)
    assert found is not None
    return Passkey(
        UUID(int=1),
        USER.workspace_id,
        USER.user_id,
        found.credential_id,
        found.public_key,
        found.sign_count,
        "Key",
        NOW,
        None,
    )


def test_a_passkey_answers_and_its_counter_moves() -> None:
    authenticator = SoftwareAuthenticator()
    passkey, challenge = made(authenticator), new_challenge()
    answer = authenticator.get(PARTY.request_options(challenge, [passkey]))
    assert (challenge_in(answer), credential_id_in(answer)) == (challenge, passkey.credential_id)
    assert user_handle_in(answer) == USER.user_id.bytes
    assert PARTY.answered(answer, challenge, passkey) == 1
    assert PARTY.answered(answer, challenge, replace(passkey, sign_count=1)) is None
    assert PARTY.answered(answer, challenge, replace(passkey, sign_count=7)) is None


def test_a_passkey_that_does_not_count_stays_at_nothing() -> None:
    authenticator, challenge = SoftwareAuthenticator(counts=False), new_challenge()
    passkey = made(authenticator)
    assert PARTY.answered(authenticator.get(PARTY.request_options(challenge)), challenge, passkey) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://crm.example.com.evil.example"},
        {"origin": "http://crm.example.com"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"key": SoftwareAuthenticator().key},
    ],
)
def test_a_wrong_answer_is_refused(changed: dict[str, object]) -> None:
    authenticator, challenge = SoftwareAuthenticator(), new_challenge()
    passkey = made(authenticator)
    options = PARTY.request_options(challenge)
    assert PARTY.answered(replace(authenticator, **changed).get(options), challenge, passkey) is None  # type: ignore[arg-type]
    assert PARTY.answered(authenticator.get(options), new_challenge(), passkey) is None


@pytest.mark.parametrize("flags", [PRESENT, VERIFIED, ATTESTED])
def test_a_passkey_is_made_with_its_owner_verified(flags: int) -> None:
    challenge = new_challenge()
    options = PARTY.creation_options(USER, challenge, [])
    assert PARTY.made(SoftwareAuthenticator(flags=flags).create(options), challenge) is None


@pytest.mark.parametrize(
    "garbage",
    ["", "{", "[]", "null", '{"response": 7}', '{"rawId": 1, "response": {"clientDataJSON": "e30"}}', "[" * 60_000],
)
def test_garbage_is_refused(garbage: str) -> None:
    challenge = new_challenge()
    assert (challenge_in(garbage), credential_id_in(garbage), user_handle_in(garbage)) == (b"", b"", b"")
    assert PARTY.made(garbage, challenge) is None
    assert PARTY.answered(garbage, challenge, made(SoftwareAuthenticator())) is None


def test_who_has_to_enrol_has_the_grace_period_from_the_later_of_two_days() -> None:
    assert SecurityPolicy().enrol_by(NOW) is None
    asked = SecurityPolicy(grace_period_days=7).requiring_mfa(True, NOW)
    assert asked.enrol_by(NOW - timedelta(days=100)) == NOW + timedelta(days=7)
    assert asked.enrol_by(NOW + timedelta(days=30)) == NOW + timedelta(days=37)
    assert asked.requiring_mfa(True, NOW + timedelta(days=5)) == asked
    assert not asked.requiring_mfa(False, NOW).mfa_required
