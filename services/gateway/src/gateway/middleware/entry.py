"""The first layer: gives every request its id and says once what is known of who sent it."""

import hashlib
import re
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.exchange import SCOPE_KEY, Exchange
from gateway.sessions.bearer import bearer_key, bearer_token
from gateway.sessions.cookies import DEVICE, SESSION, cookie
from kit.ids import new_id

_ACCEPTED = re.compile(rb"[A-Za-z0-9_.-]{8,64}")


class Entry:
    """Makes the Exchange, and echoes its request id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = scope[SCOPE_KEY] = make_exchange(scope, receive)
        echo = (b"x-request-id", exchange.request_id.encode("ascii"))

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], echo]
            await send(message)

        await self._app(scope, receive, send_with_id)


def make_exchange(scope: Scope, receive: Receive) -> Exchange:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    client = scope.get("client")
    exchange = Exchange(scope, receive, headers, request_id(headers), client[0] if client else "")
    authorization = headers.get(b"authorization")
    if authorization is not None:
        # Whoever sends one means it: no cookie stands in for a token that does not work.
        exchange.bearer = True
        exchange.session_token = bearer_token(authorization)
        exchange.session_key = bearer_key(exchange.session_token) if exchange.session_token else b""
        return exchange
    cookies = headers.get(b"cookie")
    if cookies:
        exchange.session_token = cookie(cookies, SESSION)
        exchange.device_token = cookie(cookies, DEVICE)
        if exchange.session_token:
            exchange.session_key = hashlib.sha256(exchange.session_token.encode("ascii")).digest()
    return exchange


def request_id(headers: Mapping[bytes, bytes]) -> str:
    """The caller's, when it has a form we can log; a new one otherwise."""
    given = headers.get(b"x-request-id")
    if given is not None and _ACCEPTED.fullmatch(given):
        return given.decode("ascii")
    return str(new_id())
