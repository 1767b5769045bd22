"""Rates, by a clock that stands still until told."""

from dataclasses import dataclass
from typing import Any

import pytest

from gateway.errors import RateLimited
from gateway.exchange import Exchange
from gateway.middleware.buckets import Buckets, Rate
from gateway.middleware.limits import Limits, RateLimits, network


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def drained(take: Any, most: int = 1000) -> int:
    """How many went through before the first refusal."""
    for count in range(most):
        try:
            take()
        except RateLimited:
            return count
    return most


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    buckets: Buckets[str] = Buckets("address", Rate(2, 5), clock)
    assert drained(lambda: buckets.take("a")) == 5
    clock.now = 1.5
    assert drained(lambda: buckets.take("a")) == 3
    clock.now = 1000
    assert drained(lambda: buckets.take("a")) == 5


def test_each_key_has_a_bucket_of_its_own() -> None:
    buckets: Buckets[str] = Buckets("address", Rate(1, 1), Clock())
    buckets.take("a")
    buckets.take("b")
    with pytest.raises(RateLimited):
        buckets.take("a")


def test_a_refusal_says_how_long_to_wait() -> None:
    buckets: Buckets[str] = Buckets("sign-in", Rate(0.1, 2), Clock())
    drained(lambda: buckets.take("a"))
    with pytest.raises(RateLimited) as refused:
        buckets.take("a")
    assert refused.value.metadata["retryAfterSeconds"] == "10"
    assert refused.value.policy == '"sign-in";q=2;w=20'
    assert refused.value.state == '"sign-in";r=0;t=10'


def test_memory_is_bounded_and_the_one_in_use_stays() -> None:
    buckets: Buckets[str] = Buckets("address", Rate(1, 1), Clock(), most=2)
    for key in ("a", "b"):
        buckets.take(key)
    with pytest.raises(RateLimited):
        buckets.take("a")
    buckets.take("c")
    assert ("a" in buckets, "b" in buckets) == (True, False)


@pytest.mark.parametrize("text", ["1", "a/b", "0/1", "1/0", "nan/1", "inf/1", "-1/5", "1/2/3"])
def test_rates_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="must be rate/burst"):
        Rate.parse(text)


def test_rates_are_read() -> None:
    assert Rate.parse("0.5/20") == Rate(0.5, 20)


def exchange(address: str = "203.0.113.7", key: bytes = b"") -> Exchange:
    async def receive() -> Any:
        raise AssertionError

    return Exchange({}, receive, {}, "request-1", address, "token" if key else "", key)


def test_only_a_verified_session_has_a_bucket_of_its_own() -> None:
    limits = RateLimits(Rate(1, 50), Rate(1, 3), Rate(1, 1), Clock())
    invented = iter(range(1000))
    assert drained(lambda: limits.check(exchange(key=b"%d" % next(invented)))) == 3
    limits.verified(b"real")
    assert drained(lambda: limits.check(exchange(key=b"real"))) == 50
    limits.ended(b"real")
    assert drained(lambda: limits.check(exchange(key=b"real"))) == 0


def test_sign_in_counts_apart() -> None:
    limits = RateLimits(Rate(1, 50), Rate(1, 3), Rate(1, 1), Clock())
    limits.check_sign_in(exchange())
    with pytest.raises(RateLimited):
        limits.check_sign_in(exchange())
    limits.check(exchange())


def test_a_customer_with_many_ipv6_addresses_is_one() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") != network("2001:db8:1:3::1")
    assert network("203.0.113.7") == "203.0.113.7"


async def test_what_is_over_the_number_in_hand_is_shed() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await limits(request(), receive, send)

    async def receive() -> Any:
        raise AssertionError

    def request() -> dict[str, Any]:
        return {"type": "http", "path": "/", "cfu.exchange": exchange()}

    rates = RateLimits(Rate(1, 9), Rate(1, 9), Rate(1, 9), Clock())
    limits = Limits(app, rates, most_in_flight=1)
    await limits(request(), receive, send)
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"1") in sent[0]["headers"]
