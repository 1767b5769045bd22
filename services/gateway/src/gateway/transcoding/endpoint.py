"""A contract operation as an endpoint: who, what, the call, the answer. All that can be prepared is, at start."""

from functools import partial
from typing import Any

from contactfollowup.contract.v1 import options_pb2
from gateway.body import read_body
from gateway.clients import Peer, call
from gateway.exchange import Answer, Exchange
from gateway.middleware.limits import RateLimits
from gateway.problem import field_path
from gateway.sessions.authentication import Authentication, anonymous
from gateway.sessions.opening import session_cookies, tell_device
from kit.errors import Error

from .descriptors import option
from .operations import Operation
from .requests import request_builder
from .responses import response_writer


class ContractEndpoint:
    """Serves one operation. Whether the caller may is decided by the service, from the principal."""

    def __init__(self, operation: Operation, peer: Peer, authentication: Authentication, rates: RateLimits) -> None:
        self._rpc = operation.rpc
        self._peer = peer
        self._authentication = authentication
        self._rates = rates
        self._public = operation.access == "public"
        # A door that anyone may knock at, behind which passwords are hashed and letters are written.
        self._door = self._public and operation.http_method != "GET"
        self._opens_session = operation.opens_session
        self._has_body = bool(operation.body)
        self._request = request_builder(operation)
        self._answer = response_writer(operation)
        self._body_field = "" if operation.body == "*" else operation.body
        self._headers = operation.header_fields
        self._safe = reads_only(operation)
        self._repeatable = "request_id" in operation.header_fields

    async def __call__(self, exchange: Exchange) -> Answer:
        if self._door:
            self._rates.check_sign_in(exchange)
        public = self._public
        metadata = anonymous(exchange) if public else await self._authentication.signed_in(exchange)
        body = await read_body(exchange) if self._has_body else b""
        scope, headers = exchange.scope, exchange.headers
        try:
            request = self._request(scope["path_params"], scope["query_string"], headers, body)
            if self._opens_session:
                tell_device(request, exchange)
            act = partial(call, self._peer, self._rpc, request, retry=self._may_retry(request))
            response = await (act(metadata) if public else self._authentication.acting(exchange, metadata, act))
        except Error as error:
            error.violations = tuple((self._told(path), rule) for path, rule in error.violations)
            raise
        answer = self._answer(response, headers.get(b"if-none-match", b""))
        if self._opens_session:
            answer.headers += session_cookies(response)
        return answer

    def _may_retry(self, request: Any) -> bool:
        return self._safe or (self._repeatable and bool(getattr(request, "request_id", "")))

    def _told(self, path: str) -> str:
        """The caller's name for a field of the request."""
        return self._headers.get(path) or field_path(path, self._body_field)


def reads_only(operation: Operation) -> bool:
    return operation.http_method == "GET" or bool(option(operation.method, options_pb2.audit).reads)
