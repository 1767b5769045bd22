"""`DELETE /api/v1/session`: written by hand because it clears a cookie."""

from contactfollowup.identity.v1.sessions_pb2 import DeleteSessionRequest
from gateway.clients import Peer, call
from gateway.errors import NotSignedIn
from gateway.exchange import Answer, Exchange

from .authentication import Authentication
from .cookies import cleared_session_cookie

DELETE_SESSION = "contactfollowup.identity.v1.SessionService/DeleteSession"


class SignOut:
    """Ends the session the caller is signed in with, and clears its cookie."""

    def __init__(self, identity: Peer, authentication: Authentication) -> None:
        self._identity = identity
        self._authentication = authentication

    async def __call__(self, exchange: Exchange) -> Answer:
        if exchange.bearer:
            # A machine has no session to end: its token is revoked by whoever looks after it.
            raise NotSignedIn
        metadata = await self._authentication.signed_in(exchange)
        await call(self._identity, DELETE_SESSION, DeleteSessionRequest(), metadata)
        self._authentication.forget(exchange)
        return Answer(204, [cleared_session_cookie()])
