"""The rules of guessing, on a clock of our own."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.sessions.throttling import (
    ACCOUNT,
    LONGEST_WAIT,
    SOURCE,
    Counter,
    Limit,
    buckets_of_device,
    buckets_of_stranger,
)

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
USER = UUID(int=7)


def guess(counter: Counter, now: datetime) -> Counter:
    assert counter.wait(now) == timedelta(0)
    return counter.reserve(now)


def after(failures: int, limit: Limit = ACCOUNT) -> Counter:
    """The counter when each guess was made as early as allowed."""
    counter, now = Counter(limit, 0, START), START
    for _ in range(failures):
        counter = guess(counter, now)
        now += counter.wait(now)
    return counter


def test_five_guesses_are_free_and_the_sixth_waits() -> None:
    counter = Counter(ACCOUNT, 0, START)
    for _ in range(5):
        counter = guess(counter, START)
    assert counter.wait(START) == timedelta(seconds=1)
    assert counter.wait(START + timedelta(seconds=1)) == timedelta(0)


def test_the_wait_doubles_up_to_fifteen_minutes() -> None:
    waits = [ACCOUNT.wait(failures).total_seconds() for failures in range(4, 18)]
    assert waits == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_five_failures_spread_over_fourteen_minutes_are_too_many() -> None:
    counter, now = Counter(ACCOUNT, 0, START), START
    for _ in range(5):
        counter = guess(counter, now)
        now += timedelta(minutes=3, seconds=30)
    assert counter.wait(counter.count_time) == timedelta(seconds=1)


def test_a_failure_every_quarter_hour_never_waits() -> None:
    counter, now = Counter(ACCOUNT, 0, START), START
    for _ in range(100):
        counter = guess(counter, now)
        now += timedelta(minutes=15)
    assert counter.failures == 1


def test_a_source_may_fail_fifty_times() -> None:
    counter = Counter(SOURCE, 0, START)
    for _ in range(50):
        counter = guess(counter, START)
    assert counter.wait(START) > timedelta(0)


def test_what_is_counted_is_bounded_so_that_it_is_forgotten_in_time() -> None:
    counter = after(1000)
    assert counter.failures <= ACCOUNT.most
    assert counter.forget_time - counter.count_time <= timedelta(hours=4)


@given(failures=st.integers(0, 40), pause=st.floats(0, 1e6))
def test_waiting_never_makes_the_next_wait_longer(failures: int, pause: float) -> None:
    counter = after(failures)
    now = counter.count_time + counter.wait(counter.count_time)
    later = now + timedelta(seconds=pause)
    assert counter.reserve(later).failures <= counter.reserve(now).failures
    assert timedelta(0) <= counter.wait(later) <= counter.wait(counter.count_time) <= LONGEST_WAIT


@given(st.lists(st.floats(0, 3600), max_size=60))
def test_a_clock_that_steps_back_forgets_nothing(pauses: list[float]) -> None:
    counter = after(6)
    for pause in pauses:
        stepped = counter.reserve(counter.count_time - timedelta(seconds=pause))
        assert stepped.failures >= min(counter.failures, ACCOUNT.most)


def test_buckets_of_account_device_and_source_never_meet() -> None:
    keys = [
        bucket.key
        for buckets in (
            buckets_of_stranger(b"x", "x"),
            buckets_of_stranger(b"y", "y"),
            buckets_of_device(USER, b"x"),
            buckets_of_device(UUID(int=8), b"x"),
        )
        for bucket in buckets
    ]
    assert len(keys) == len(set(keys)) == 6


def test_a_known_device_counts_for_itself_alone() -> None:
    (device,) = buckets_of_device(USER, b"x")
    assert not device.shared
    assert [bucket.shared for bucket in buckets_of_stranger(b"x", "192.0.2.1")] == [True, False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "unknown", False),
    ],
)
def test_a_source_is_a_subscriber(one: str, other: str, same: bool) -> None:
    source, _ = buckets_of_stranger(b"x", one)
    assert (source == buckets_of_stranger(b"y", other)[0]) is same
