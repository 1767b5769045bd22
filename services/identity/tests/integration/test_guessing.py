"""Guessing on a real database: slowed down for strangers, in parallel too, and never for a known device."""

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from identity.errors import InvalidCredentialsError, TooManyAttemptsError

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

WRONG = "quartz-lamp-8"


async def outcomes(house: "House", guesses: int, email: str, **details: str) -> tuple[int, int]:
    """How many parallel guesses were verified, and how many turned away."""
    results = await asyncio.gather(
        *(house.sign_in(email, WRONG, **details) for _ in range(guesses)), return_exceptions=True
    )
    refused = sum(isinstance(result, InvalidCredentialsError) for result in results)
    throttled = sum(isinstance(result, TooManyAttemptsError) for result in results)
    assert refused + throttled == guesses, results
    return refused, throttled


async def test_twenty_guesses_at_once_are_five(house: "House") -> None:
    _, email = await house.add_user()
    assert await outcomes(house, 20, email) == (5, 15)


async def test_an_address_nobody_has_is_throttled_alike(house: "House") -> None:
    assert await outcomes(house, 20, f"{uuid4().hex}@nowhere.example") == (5, 15)


async def test_the_wait_grows_and_even_the_right_password_waits(house: "House") -> None:
    _, email = await house.add_user()
    await outcomes(house, 5, email)
    for seconds in (1, 2, 4, 8):
        with pytest.raises(TooManyAttemptsError) as throttled:
            await house.sign_in(email)
        assert throttled.value.metadata["retryAfterSeconds"] == str(seconds)
        house.clock.pass_by(seconds=seconds)
        with pytest.raises(InvalidCredentialsError):
            await house.sign_in(email, WRONG)
    house.clock.pass_by(seconds=16)
    await house.sign_in(email)


async def test_attempts_during_the_wait_do_not_prolong_it(house: "House") -> None:
    _, email = await house.add_user()
    await outcomes(house, 5, email)
    assert await outcomes(house, 10, email) == (0, 10)
    house.clock.pass_by(seconds=1)
    await house.sign_in(email)


async def test_a_right_password_clears_the_account(house: "House") -> None:
    _, email = await house.add_user()
    await outcomes(house, 4, email)
    await house.sign_in(email)
    assert await outcomes(house, 10, email) == (5, 5)


async def test_a_known_device_is_not_locked_out_by_strangers_even_from_the_same_source(house: "House") -> None:
    _, email = await house.add_user()
    known = await house.sign_in(email, source="192.0.2.10")
    for _ in range(60):
        await outcomes(house, 1, f"{uuid4().hex}@nowhere.example", source="192.0.2.10")
    await outcomes(house, 10, email)
    with pytest.raises(TooManyAttemptsError):
        await house.sign_in(email, source="192.0.2.10")
    await house.sign_in(email, device=known.device.token, source="192.0.2.10")


async def test_a_known_device_is_throttled_by_itself(house: "House") -> None:
    _, email = await house.add_user()
    known = await house.sign_in(email)
    assert await outcomes(house, 20, email, device=known.device.token) == (5, 15)
    await house.sign_in(email)


async def test_a_device_known_to_one_person_is_a_stranger_to_another(house: "House") -> None:
    _, victim = await house.add_user()
    _, attacker = await house.add_user()
    device = (await house.sign_in(attacker)).device.token
    await outcomes(house, 5, victim)
    with pytest.raises(TooManyAttemptsError):
        await house.sign_in(victim, device=device)


async def test_a_shared_computer_is_known_to_everyone_who_signed_in_on_it(house: "House") -> None:
    _, one = await house.add_user()
    _, other = await house.add_user()
    device = (await house.sign_in(one)).device.token
    assert (await house.sign_in(other, device=device)).device.token == device
    for email in (one, other):
        await outcomes(house, 10, email)
        await house.sign_in(email, device=device)


async def test_a_device_secret_that_is_not_ours_is_never_taken_over(house: "House") -> None:
    _, email = await house.add_user()
    opened = await house.sign_in(email, device="chosen-by-someone-else")
    assert opened.device.token != "chosen-by-someone-else"


async def test_a_device_is_forgotten_in_half_a_year(house: "House") -> None:
    _, email = await house.add_user()
    device = (await house.sign_in(email)).device.token
    house.clock.pass_by(days=181)
    await outcomes(house, 5, email)
    with pytest.raises(TooManyAttemptsError):
        await house.sign_in(email, device=device)


async def test_one_source_may_fail_at_fifty_accounts(house: "House") -> None:
    results = [await outcomes(house, 1, f"{uuid4().hex}@nowhere.example", source="192.0.2.50") for _ in range(52)]
    assert results == [(1, 0)] * 50 + [(0, 1)] * 2


async def test_right_passwords_do_not_use_up_a_source(house: "House") -> None:
    _, email = await house.add_user()
    for _ in range(60):
        await house.sign_in(email, source="192.0.2.60")


async def test_what_is_forgotten_is_swept_away(house: "House") -> None:
    _, email = await house.add_user()
    await outcomes(house, 5, email)
    house.clock.pass_by(days=400)
    await house.cases.sign_ins.sweep()
    now = house.clock.now()
    assert not await house.superuser.fetchval("SELECT count(*) FROM sign_in_attempts WHERE forget_time < $1", now)
    assert not await house.superuser.fetchval("SELECT count(*) FROM known_devices WHERE expire_time < $1", now)


async def test_neither_address_nor_device_can_be_read_from_the_counters(house: "House") -> None:
    _, email = await house.add_user()
    await outcomes(house, 1, email, source="198.51.100.7")
    rows = await house.superuser.fetch("SELECT key FROM sign_in_attempts")
    assert rows
    assert all(len(row["key"]) == 32 for row in rows)
