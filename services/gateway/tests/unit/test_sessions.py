"""Cookies, the same-origin check, and the cache of principals."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

import pytest

from gateway.errors import CrossOrigin
from gateway.middleware.entry import make_exchange
from gateway.sessions.cookies import cookie
from gateway.sessions.origin import check_origin
from gateway.sessions.principals import KEEP_SECONDS, Principals, Signed
from kit.errors import Unauthenticated

PUBLIC = b"https://crm.example.com"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {b"sec-fetch-site": b"same-origin", b"origin": b"https://elsewhere.example"},
        {b"sec-fetch-site": b"none"},
        {b"origin": PUBLIC},
        {b"origin": b"http://127.0.0.1:8000", b"host": b"127.0.0.1:8000"},
    ],
)
def test_own_pages_and_programs_may_write(headers: dict[bytes, bytes]) -> None:
    check_origin("POST", headers, "http", PUBLIC)


@pytest.mark.parametrize(
    "headers",
    [
        {b"sec-fetch-site": b"cross-site"},
        {b"sec-fetch-site": b"same-site"},
        {b"sec-fetch-site": b""},
        {b"origin": b"null"},
        {b"origin": b"https://crm.example.com.elsewhere.example"},
        {b"origin": b"https://127.0.0.1:8000", b"host": b"127.0.0.1:8000"},
        {b"origin": b"https://elsewhere.example", b"host": b"crm.example.com"},
        {b"origin": b""},
    ],
)
def test_other_origins_may_read_only(headers: dict[bytes, bytes]) -> None:
    check_origin("GET", headers, "http", PUBLIC)
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        with pytest.raises(CrossOrigin):
            check_origin(method, headers, "http", PUBLIC)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (b"hn_session=abc", "abc"),
        (b"other=1; hn_session=a=b; more=2", "a=b"),
        (b"xhn_session=abc", ""),
        (b"hn_session", ""),
        (b"hn_session=" + b"a" * 129, ""),
        ("hn_session=é".encode(), ""),
    ],
)
def test_cookies_are_found(header: bytes, value: str) -> None:
    assert cookie(header, "hn_session") == value


async def test_an_exchange_knows_the_session_by_its_hash() -> None:
    async def receive() -> dict[str, object]:
        raise AssertionError

    scope = {"headers": [(b"cookie", b"hn_session=abc")], "client": ("203.0.113.7", 1)}
    exchange = make_exchange(scope, receive)
    assert exchange.session_key == hashlib.sha256(b"abc").digest()
    assert "abc" not in repr(exchange)


class Identity:
    """Says who a token stands for, when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.let = asyncio.Event()
        self.let.set()
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def ask(self, token: str) -> Signed:
        self.asked += 1
        await self.let.wait()
        if token == "bad":
            raise Unauthenticated
        return Signed(f"principal {self.asked}".encode(), f"session of {token}")


@pytest.fixture
async def identity() -> Identity:
    return Identity()


def asking(principals: Principals, identity: Identity) -> Callable[[str], Awaitable[bytes]]:
    return lambda token: principals.of(token.encode(), token, identity.ask)


async def test_a_principal_is_kept_five_seconds_from_asking(identity: Identity) -> None:
    of = asking(Principals(identity.clock), identity)
    assert await of("a") == b"principal 1"
    identity.now = KEEP_SECONDS - 0.1
    assert await of("a") == b"principal 1"
    identity.now = KEEP_SECONDS
    assert await of("a") == b"principal 2"


async def test_many_ask_once_and_one_may_leave(identity: Identity) -> None:
    of = asking(Principals(identity.clock), identity)
    identity.let.clear()
    asked = [asyncio.ensure_future(of("a")) for _ in range(5)]
    await asyncio.sleep(0)
    asked[0].cancel()
    await asyncio.sleep(0)
    identity.let.set()
    assert await asyncio.gather(*asked[1:]) == [b"principal 1"] * 4
    assert identity.asked == 1


async def test_a_refusal_is_not_kept(identity: Identity) -> None:
    of = asking(Principals(identity.clock), identity)
    for _ in range(2):
        with pytest.raises(Unauthenticated):
            await of("bad")
    assert identity.asked == 2


async def test_a_revoked_session_is_dropped(identity: Identity) -> None:
    principals = Principals(identity.clock)
    of = asking(principals, identity)
    await of("a")
    await of("b")
    assert principals.revoke("session of a") == b"a"
    assert principals.revoke("session of nobody") is None
    assert [await of("b"), await of("a")] == [b"principal 2", b"principal 3"]


async def test_a_revocation_that_overtakes_the_answer_keeps_nothing(identity: Identity) -> None:
    principals = Principals(identity.clock)
    of = asking(principals, identity)
    identity.let.clear()
    asked = asyncio.ensure_future(of("a"))
    while not identity.asked:
        await asyncio.sleep(0)
    principals.revoke("session of a")
    identity.let.set()
    assert await asked == b"principal 1"
    assert await of("a") == b"principal 2"


async def test_everything_is_asked_anew_when_rights_changed(identity: Identity) -> None:
    principals = Principals(identity.clock)
    of = asking(principals, identity)
    await of("a")
    identity.let.clear()
    asked = asyncio.ensure_future(of("b"))
    while identity.asked < 2:
        await asyncio.sleep(0)
    principals.clear()
    identity.let.set()
    assert await asked == b"principal 2"
    assert [await of("a"), await of("b")] == [b"principal 3", b"principal 4"]


async def test_the_cache_is_bounded(identity: Identity) -> None:
    of = asking(Principals(identity.clock, largest=2), identity)
    for token in ("a", "b", "c", "c", "b", "a"):
        await of(token)
    assert identity.asked == 4
