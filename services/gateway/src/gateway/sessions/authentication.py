"""From a request to the metadata its calls travel with: request id, source and, for who is signed in, the principal."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from contactfollowup.identity.v1.events_pb2 import SessionRevoked
from contactfollowup.identity.v1.service_accounts_pb2 import ExchangeTokenRequest
from contactfollowup.identity.v1.sessions_pb2 import ExchangeSessionRequest
from gateway.clients import Peer, call
from gateway.errors import InvalidToken, NotSignedIn
from gateway.exchange import Exchange, Guard
from gateway.middleware.limits import RateLimits
from kit.bus import Message
from kit.client import Metadata
from kit.errors import EnrolmentRequired, Error, Forbidden, StepUpRequired, Unauthenticated
from kit.log import get_logger
from kit.principal import LIFETIME_SECONDS

from .principals import Principals, Signed

EXCHANGE_SESSION = "contactfollowup.identity.v1.SessionService/ExchangeSession"
EXCHANGE_TOKEN = "contactfollowup.identity.v1.ServiceAccountService/ExchangeToken"  # noqa: S105  a method's name
# Where identity says that somebody may do, or see, something else from now on.
ACCESS_CHANGED_SUBJECTS = (
    "cfu.identity.v1.role.changed",
    "cfu.identity.v1.user.role_changed",
    "cfu.identity.v1.team.changed",
    "cfu.identity.v1.service_account.changed",
    "cfu.identity.v1.break_glass.opened",
)
# With the time to ask, within the five seconds that a session may outlive its end.
WATCH_SECONDS = 4.0
BELIEVED_SECONDS = LIFETIME_SECONDS
OUTDATED_BY_PROOF = {StepUpRequired.reason, EnrolmentRequired.reason}
_PRODUCT = re.compile(r"[A-Za-z0-9._-]{1,40}(?:/[A-Za-z0-9._-]{1,20})?", re.ASCII)

T = TypeVar("T")

log = get_logger()


class Authentication:
    """Knows who is signed in; who is not gets NOT_SIGNED_IN before anything of the request is read."""

    def __init__(self, identity: Peer, principals: Principals, rates: RateLimits) -> None:
        self._identity = identity
        self._principals = principals
        self._rates = rates

    async def signed_in(self, exchange: Exchange) -> Metadata:
        """Raises Unauthenticated."""
        if not exchange.session_key:
            raise InvalidToken if exchange.bearer else NotSignedIn
        principal = await self._principals.of(
            exchange.session_key, exchange.session_token, lambda token: self._ask_identity(token, exchange)
        )
        return (*anonymous(exchange), ("cfu-principal-bin", principal))

    async def acting(self, exchange: Exchange, metadata: Metadata, act: Callable[[Metadata], Awaitable[T]]) -> T:
        """Runs `act`; once more when it was refused, before anything was done, by a principal older than a proof."""
        try:
            return await act(metadata)
        except Forbidden as refusal:
            if refusal.reason not in OUTDATED_BY_PROOF:
                raise
        return await act(await self.signed_in_anew(exchange))

    async def signed_in_anew(self, exchange: Exchange) -> Metadata:
        """With a principal of this moment: for what cannot be tried twice. Raises Unauthenticated."""
        self._principals.forget(exchange.session_key)
        return await self.signed_in(exchange)

    def guard(self, exchange: Exchange) -> Guard:
        """For an answer in pieces: it goes on only while the request's session is in force."""
        return partial(self.while_signed_in, exchange)

    async def while_signed_in(self, exchange: Exchange, work: Coroutine[Any, Any, T]) -> T:
        """Runs `work` and ends it within five seconds of the end of the session. Then raises Unauthenticated.

        Raises Unavailable when identity could not be asked for a minute.
        """
        working = asyncio.ensure_future(work)
        watching = asyncio.ensure_future(self._until_ended(exchange))
        try:
            await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                exchange.closing = True
                watching.result()
            return await working
        finally:
            working.cancel()
            watching.cancel()
            await asyncio.gather(working, watching, return_exceptions=True)

    def forget(self, exchange: Exchange) -> None:
        """Drops the session that the request came with."""
        self._principals.forget(exchange.session_key)
        self._rates.ended(exchange.session_key)

    def on_revoked(self, message: Message) -> None:
        """Drops the session that identity ended."""
        key = self._principals.revoke(SessionRevoked.FromString(message.payload).session_id)
        if key is not None:
            self._rates.ended(key)

    def on_access_changed(self, _: Message) -> None:
        """Asks anew about everyone: only identity knows whom a role or a team concerns, and it is soon asked anyway."""
        self._principals.clear()

    async def _until_ended(self, exchange: Exchange) -> None:
        """Asks identity itself, not the cache. It may be away for as long as a principal is believed, and no longer."""
        heard = time.monotonic()
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self._ask_identity(exchange.session_token, exchange)
            except Unauthenticated:
                raise
            except Error as failure:
                log.warning("stream.unwatched", error=type(failure).__name__)
                if time.monotonic() - heard > BELIEVED_SECONDS:
                    raise
            else:
                heard = time.monotonic()

    async def _ask_identity(self, token: str, exchange: Exchange) -> Signed:
        rpc, request = (
            (EXCHANGE_TOKEN, ExchangeTokenRequest(token=token))
            if exchange.bearer
            else (EXCHANGE_SESSION, ExchangeSessionRequest(session_token=token))
        )
        try:
            answer = await call(self._identity, rpc, request, anonymous(exchange), retry=True)
        except Unauthenticated:
            self._rates.ended(exchange.session_key)
            raise
        self._rates.verified(exchange.session_key)
        return Signed(answer.signed_principal, answer.session_id)


def anonymous(exchange: Exchange) -> Metadata:
    """What every call carries."""
    return (("cfu-request-id", exchange.request_id), ("cfu-source", source(exchange)))


def source(exchange: Exchange) -> str:
    """Where a request came from, for the audit log: the address, and the program's name and no more of what it says."""
    program = _PRODUCT.match(exchange.header(b"user-agent"))
    return f"{exchange.client_address} {program.group()}" if program else exchange.client_address
