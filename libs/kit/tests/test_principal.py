"""Principals are believed for a minute at most, not beyond the end of their session, and never fill the memory."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contactfollowup.contract.v1.principal_pb2 import REALM_STAFF, Principal
from kit import principal as principals
from kit.errors import Unauthenticated
from kit.ids import new_id
from kit.principal import Signer, Verifier

SEED = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
START = datetime(2026, 5, 4, tzinfo=UTC)


class Clock:
    time = START

    def now(self) -> datetime:
        return self.time


def signed(seconds: float = 60, **facts: Any) -> bytes:
    made = Principal(realm=REALM_STAFF, subject_id="x", actor_kind="user", workspace_id=str(new_id()), **facts)
    made.issue_time.FromDatetime(START)
    made.expire_time.FromDatetime(START + timedelta(seconds=seconds))
    return Signer("k", SEED).sign(made)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def verifier(clock: Clock) -> Verifier:
    return Verifier({"k": PUBLIC}, clock)


@pytest.mark.parametrize(("claimed", "believed"), [(10, 10), (60, 60), (86_400, 60)])
def test_a_replayed_principal_is_believed_for_a_minute_at_most(
    verifier: Verifier, clock: Clock, claimed: int, believed: int
) -> None:
    token = signed(claimed)
    clock.time = START + timedelta(seconds=believed - 1)
    verifier.verify(token)
    clock.time = START + timedelta(seconds=believed)
    for _ in range(2):
        with pytest.raises(Unauthenticated):
            verifier.verify(token)


def test_a_principal_of_no_time_is_not_believed(clock: Clock) -> None:
    made = Principal(realm=REALM_STAFF, workspace_id=str(new_id()))
    with pytest.raises(Unauthenticated):
        Verifier({"k": PUBLIC}, clock).verify(Signer("k", SEED).sign(made))


def test_principals_of_an_ended_session_are_refused_known_or_not(verifier: Verifier) -> None:
    known, unknown, other = (signed(session_id=each, step_up_time=each_time) for each, each_time in ENDED)
    verifier.verify(known)
    verifier.end_session("s1")
    for token in (known, unknown):
        with pytest.raises(Unauthenticated):
            verifier.verify(token)
    verifier.verify(other)


ENDED = (("s1", START), ("s1", START + timedelta(seconds=1)), ("s2", START))


def test_an_ended_session_is_remembered_as_long_as_its_principals_live(verifier: Verifier, clock: Clock) -> None:
    verifier.end_session("s1")
    clock.time = START + timedelta(seconds=59)
    verifier.end_session("s2")
    with pytest.raises(Unauthenticated):
        verifier.verify(signed(session_id="s1"))


def test_what_is_kept_is_bounded_by_its_size(verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(principals, "LARGEST_CACHE_BYTES", 4096)
    for _ in range(100):
        verifier.verify(signed(permissions=["x" * 1000]))
    assert sum(map(len, verifier._verified)) <= 4096
