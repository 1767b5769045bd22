"""What a password may be, and that verifying one tells nothing more than yes or no."""

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from identity.credentials.hashing import Hashing
from identity.credentials.model import check_password
from identity.errors import PasswordBreachedError, PasswordLengthError

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
