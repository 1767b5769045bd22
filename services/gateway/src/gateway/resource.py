"""What stands at one path: an endpoint per method, and the one place where errors become answers."""

import re
from collections.abc import Mapping

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kit.errors import Error
from kit.log import get_logger

from .answering import send_answer
from .errors import DisconnectedError, MethodNotAllowed, RouteNotFound
from .exchange import Answer, Endpoint, Exchange, exchange_of
from .problem import problem
from .sessions.origin import check_origin

log = get_logger()


class SegmentConvertor(StringConvertor):
    """A part of a path that stops before `:`, where a custom verb begins."""

    regex = "[^/:]+"


# A parameter that names no convertor of its own.
_PARAMETER = re.compile(r"\{(\w+)\}")

register_url_convertor("segment", SegmentConvertor())


class Resource:
    """A plain ASGI application."""

    def __init__(self, path: str, endpoints: Mapping[str, Endpoint], public_origin: str) -> None:
        self._path = path
        self._endpoints = dict(endpoints)
        if "GET" in endpoints:
            self._endpoints["HEAD"] = endpoints["GET"]
        self._endpoints["OPTIONS"] = self._options
        self._public_origin = public_origin.encode("ascii")

    def route(self) -> Route:
        return Route(_PARAMETER.sub(r"{\1:segment}", self._path), endpoint=self, name=self._path)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        exchange.route = self._path
        try:
            answer = await self._answer(exchange, scope)
        except DisconnectedError:
            exchange.reason = "DISCONNECTED"
            return
        await send_or_break(answer, exchange, send)

    async def _options(self, _exchange: Exchange) -> Answer:
        """What there is; nothing that would let a page of another origin call it."""
        return Answer(204, [(b"allow", ", ".join(sorted(self._endpoints)).encode("ascii"))])

    async def _answer(self, exchange: Exchange, scope: Scope) -> Answer:
        method = scope["method"]
        try:
            endpoint = self._endpoints.get(method)
            if endpoint is None:
                raise MethodNotAllowed(self._endpoints)
            # A token is sent by a program that holds it: a page cannot make a browser send one.
            if not exchange.bearer:
                check_origin(method, exchange.headers, scope["scheme"], self._public_origin)
            answer = await endpoint(exchange)
            if method == "HEAD":
                answer.pieces = None
            return answer
        except Error as error:
            exchange.reason = error.reason
            answer = problem(error, exchange.request_id)
            if exchange.closing:
                answer.headers.append((b"connection", b"close"))
            return answer
        except DisconnectedError:
            raise
        except Exception as fault:  # noqa: BLE001  a fault of ours: its text may hold anything, its type may be told
            exchange.reason = Error.reason
            log.error("request.failed", request_id=exchange.request_id, route=self._path, error=type(fault).__name__)
            return problem(Error(), exchange.request_id)


async def send_or_break(answer: Answer, exchange: Exchange, send: Send) -> None:
    """A stream that fails half-way is left incomplete: the server breaks the connection, and the client can tell."""
    try:
        await send_answer(answer, exchange, send)
    except Error as error:
        exchange.reason = error.reason


async def nothing_here(scope: Scope, _receive: Receive, send: Send) -> None:
    """Every address that is no route."""
    exchange = exchange_of(scope)
    exchange.reason = RouteNotFound.reason
    await send_answer(problem(RouteNotFound(), exchange.request_id), exchange, send)
