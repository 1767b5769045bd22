"""`POST` and `DELETE /api/v1/session`: written by hand because cookies are no part of any message."""

import re

import orjson

from contactfollowup.identity.v1.sessions_pb2 import (
    CreateSessionRequest,
    CreateSessionResponse,
    DeleteSessionRequest,
    Session,
)
from gateway.body import read_json
from gateway.clients import Peer, call
from gateway.errors import InvalidField
from gateway.exchange import JSON, Answer, Exchange
from gateway.middleware.limits import RateLimits
from gateway.transcoding.decoder import read_string, unknown_field
from gateway.transcoding.descriptors import descriptor_of
from gateway.transcoding.encoder import encoder

from .authentication import Authentication, anonymous
from .cookies import cleared_session_cookie, device_cookie, session_cookie

CREATE_SESSION = "contactfollowup.identity.v1.SessionService/CreateSession"
DELETE_SESSION = "contactfollowup.identity.v1.SessionService/DeleteSession"
LONGEST_USER_AGENT = 512

_CREDENTIALS = ("email", "password")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")
_encode = encoder(descriptor_of(Session))


class SignIn:
    """Opens a session. The secrets go into cookies, never into the body."""

    def __init__(self, identity: Peer, rates: RateLimits) -> None:
        self._identity = identity
        self._rates = rates

    async def __call__(self, exchange: Exchange) -> Answer:
        self._rates.check_sign_in(exchange)
        request = credentials(await read_json(exchange))
        request.device_token = exchange.device_token
        request.source_address = exchange.client_address
        request.user_agent = _UNPRINTABLE.sub("", exchange.header(b"user-agent"))[:LONGEST_USER_AGENT]
        opened: CreateSessionResponse = await call(self._identity, CREATE_SESSION, request, anonymous(exchange))
        headers = [(b"content-type", JSON), session_cookie(opened.session_token), device_cookie(opened.device_token)]
        return Answer(200, headers, orjson.dumps(_encode(opened.session)))


class SignOut:
    """Ends the session the caller is signed in with, and clears its cookie."""

    def __init__(self, identity: Peer, authentication: Authentication) -> None:
        self._identity = identity
        self._authentication = authentication

    async def __call__(self, exchange: Exchange) -> Answer:
        metadata = await self._authentication.signed_in(exchange)
        await call(self._identity, DELETE_SESSION, DeleteSessionRequest(), metadata)
        self._authentication.forget(exchange)
        return Answer(204, [cleared_session_cookie()])


def credentials(content: object) -> CreateSessionRequest:
    """Reads address and password, and nothing else. Raises InvalidField."""
    if not isinstance(content, dict):
        raise InvalidField("body", "type.object", "an object is expected")
    for key in content:
        if key not in _CREDENTIALS:
            raise unknown_field("", key)
    given = {key: read_string(value, key) for key, value in content.items() if value is not None}
    return CreateSessionRequest(**given)
