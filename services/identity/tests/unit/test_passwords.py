"""What a password may be, and that verifying one tells nothing more than yes or no."""

import asyncio
import time
from typing import Literal

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from identity.credentials.hashing import Hashing
from identity.credentials.model import check_password
from identity.errors import PasswordBreachedError, PasswordLengthError
from kit.errors import TooMany

PERSONAL = ("ada@practice.example", "Ada Lovelace")
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.mark.parametrize("password", ["", "short12", "x" * 1025])
def test_length(password: str) -> None:
    with pytest.raises(PasswordLengthError) as refused:
        check_password(password, PERSONAL)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password",
    [
        "password1",
        "PassWord1",
        "12345678",
        "december",
        "ADA@practice.example",
        "ada lovelace",
        "contactfollowup",
    ],
)
def test_guessed_first(password: str) -> None:
    with pytest.raises(PasswordBreachedError) as refused:
        check_password(password, PERSONAL)
    assert password not in str(refused.value)


@pytest.mark.parametrize("password", ["aaaa bbbb", "quartz-lamp", " password1", "пароль-лампа", "x" * 1024])
def test_no_composition_rules(password: str) -> None:
    check_password(password, PERSONAL)


@given(st.text(min_size=8, max_size=40))
async def test_verified_exactly_as_typed(password: str) -> None:
    hashing = Hashing(CHEAP)
    stored = await hashing.hash(password)
    assert await hashing.verify(stored, password)
    assert not await hashing.verify(stored, password + " ")
    hashing.close()


async def test_nobody_and_a_broken_hash_never_match() -> None:
    hashing = Hashing(CHEAP)
    assert not await hashing.verify(None, "quartz-lamp")
    assert not await hashing.verify("not a hash", "quartz-lamp")
    hashing.close()


async def test_a_hash_with_other_parameters_is_outdated() -> None:
    cheap, today = Hashing(CHEAP), Hashing()
    stored = await cheap.hash("quartz-lamp")
    assert today.outdated(stored)
    assert not cheap.outdated(stored)
    assert await today.verify(stored, "quartz-lamp")
    cheap.close()
    today.close()


def test_the_profile_is_low_memory_argon2id() -> None:
    assert PasswordHasher().hash("quartz-lamp").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_who_would_wait_too_long_is_told_before_they_wait() -> None:
    hashing = Hashing(SlowHasher())
    crowd = [asyncio.create_task(hashing.verify(None, "quartz-lamp")) for _ in range(40)]
    await asyncio.sleep(0)
    with pytest.raises(TooMany) as refused:
        hashing.admit()
    assert int(refused.value.metadata["retryAfterSeconds"]) >= 3
    for each in crowd:
        each.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    hashing.admit()
    hashing.close()


class SlowHasher(PasswordHasher):
    """Takes a quarter of a second, whatever the machine."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        time.sleep(0.25)
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's own name
        time.sleep(0.25)
        return super().verify(hash, password)
