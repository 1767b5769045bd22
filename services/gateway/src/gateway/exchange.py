"""One request on its way through the edge, and the answer to it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Receive, Scope

SCOPE_KEY = "cfu.exchange"
JSON = b"application/json"
Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True, eq=False)
class Exchange:
    """What middleware learned about a request; `session_token` is empty without a cookie or a bearer token.

    `session_key` is the token's hash: what caches and limits know a session by. With `bearer` a machine proved itself
    by a token, and no cookie counts. `route` is filled by the router.
    `closing` closes the connection behind the answer, though the client may still be sending.
    """

    scope: Scope = field(repr=False)
    receive: Receive = field(repr=False)
    headers: dict[bytes, bytes] = field(repr=False)
    request_id: str
    client_address: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    session_key: bytes = field(default=b"", repr=False)
    device_token: str = field(default="", repr=False)
    bearer: bool = False
    route: str = ""
    reason: str = ""
    closing: bool = False

    def header(self, name: bytes) -> str:
        return self.headers.get(name, b"").decode("latin-1")


Guard = Callable[[Coroutine[Any, Any, None]], Awaitable[None]]


@dataclass(slots=True)
class Answer:
    """What goes back: one body, or pieces of one. `guard` runs what sends the pieces, and may end it."""

    status: int
    headers: Headers
    body: bytes = b""
    pieces: AsyncIterator[bytes] | None = None
    guard: Guard | None = None


Endpoint = Callable[[Exchange], Awaitable[Answer]]


def exchange_of(scope: Scope) -> Exchange:
    found: Exchange = scope[SCOPE_KEY]
    return found
