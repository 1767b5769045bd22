"""How much one caller, and all callers together, may ask for."""

import ipaddress
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.answering import send_answer
from gateway.exchange import Exchange, exchange_of
from gateway.problem import problem
from kit.errors import Error, Unavailable

from .buckets import Buckets, Rate

MOST_IN_FLIGHT = 256
# Probes must get through when callers do not.
UNLIMITED = "/healthz"


class RateLimits:
    """A session or token that was verified has a bucket of its own; everything else counts for its address.

    What nobody verified must not earn a bucket: whoever invents cookies or tokens would have as many as they like.
    """

    def __init__(self, session: Rate, address: Rate, sign_in: Rate, monotonic: Callable[[], float]) -> None:
        self._sessions: Buckets[bytes] = Buckets("session", session, monotonic)
        self._addresses: Buckets[str] = Buckets("address", address, monotonic)
        self._sign_ins: Buckets[str] = Buckets("sign-in", sign_in, monotonic)

    def check(self, exchange: Exchange) -> None:
        """Raises RateLimited."""
        if exchange.session_key and exchange.session_key in self._sessions:
            self._sessions.take(exchange.session_key)
        else:
            self._addresses.take(network(exchange.client_address))

    def check_sign_in(self, exchange: Exchange) -> None:
        """Raises RateLimited."""
        self._sign_ins.take(network(exchange.client_address))

    def verified(self, session_key: bytes) -> None:
        self._sessions.admit(session_key)

    def ended(self, session_key: bytes) -> None:
        self._sessions.forget(session_key)


def network(address: str) -> str:
    """Who an address counts for: one IPv6 customer holds a /64 of them."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.IPv6Network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address


class Limits:
    """Refuses what is over the rate (429), and sheds what is over what one process can have in hand (503)."""

    def __init__(self, app: ASGIApp, rates: RateLimits, most_in_flight: int = MOST_IN_FLIGHT) -> None:
        self._app = app
        self._rates = rates
        self._most_in_flight = most_in_flight
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == UNLIMITED:
            await self._app(scope, receive, send)
            return
        exchange = exchange_of(scope)
        try:
            self._rates.check(exchange)
            if self._in_flight >= self._most_in_flight:
                raise Unavailable
        except Error as error:
            exchange.reason = error.reason
            await send_answer(problem(error, exchange.request_id), exchange, send)
            return
        self._in_flight += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._in_flight -= 1
