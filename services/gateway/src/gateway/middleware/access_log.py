"""One line a request: the route's template, never its parameters, its query or a body."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.exchange import exchange_of
from kit.log import get_logger

log = get_logger()


class AccessLog:
    """Logs when the request is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            exchange = exchange_of(scope)
            log.info(
                "request.finished",
                request_id=exchange.request_id,
                method=scope["method"],
                route=exchange.route,
                status=status,
                reason=exchange.reason,
                duration_ms=round((time.perf_counter() - started) * 1000, 2),
            )
