"""Machines of the workspace and the tokens they prove themselves with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cfu.paging import pages
from cfu.transport import API, Transport, segment
from cfu.wire import WireEnum, WireMessage, timestamp

ACCOUNTS = f"{API}/service-accounts"


class ServiceAccountState(WireEnum):
    UNSPECIFIED = "UNSPECIFIED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


class ServiceAccountTokenState(WireEnum):
    UNSPECIFIED = "UNSPECIFIED"
    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount(WireMessage):
    """A machine that works in the workspace."""

    service_account_id: str = ""
    name: str = ""
    role: str = ""
    on_behalf_of: str = ""
    state: ServiceAccountState = ServiceAccountState.UNSPECIFIED
    create_time: datetime | None = None
    creator_id: str = ""
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccountToken(WireMessage):
    """What a machine proves itself with, without the secret."""

    token_id: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ()
    state: ServiceAccountTokenState = ServiceAccountTokenState.UNSPECIFIED
    create_time: datetime | None = None
    creator_id: str = ""
    expire_time: datetime | None = None
    last_use_time: datetime | None = None
    last_use_source: str = ""
    revoke_time: datetime | None = None
    successor_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken(WireMessage):
    """A new token with its secret, which the server tells this once."""

    service_account_token: ServiceAccountToken = field(default_factory=ServiceAccountToken)
    token: str = field(default="", repr=False)


class ServiceAccounts:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self) -> Iterator[ServiceAccount]:
        """Yields the service accounts, oldest first."""
        return pages(
            lambda token: self._transport.call("GET", ACCOUNTS, query={"pageToken": token}),
            "serviceAccounts",
            ServiceAccount,
        )

    def create(self, name: str, *, role: str = "", on_behalf_of: str = "") -> ServiceAccount:
        """Adds a service account; it may only read unless another role is given."""
        body = {"name": name, "role": role, "onBehalfOf": on_behalf_of}
        return ServiceAccount.from_json(self._transport.call("POST", ACCOUNTS, body=body))

    def tokens(self, service_account_id: str) -> Iterator[ServiceAccountToken]:
        """Yields its tokens, newest first."""
        return pages(
            lambda token: self._transport.call("GET", _tokens(service_account_id), query={"pageToken": token}),
            "tokens",
            ServiceAccountToken,
        )

    def create_token(
        self, service_account_id: str, name: str, scopes: Sequence[str], expire_time: datetime
    ) -> IssuedToken:
        """Makes a token. Asks for a fresh proof of who acts."""
        body = {"name": name, "scopes": [*scopes], "expireTime": timestamp(expire_time)}
        return IssuedToken.from_json(self._transport.call("POST", _tokens(service_account_id), body=body))

    def rotate_token(self, service_account_id: str, token_id: str, overlap_hours: int) -> IssuedToken:
        """Makes a token to follow another; both work until the overlap is over."""
        path = f"{_tokens(service_account_id)}/{segment(token_id)}:rotate"
        return IssuedToken.from_json(self._transport.call("POST", path, body={"overlapHours": overlap_hours}))

    def revoke_token(self, service_account_id: str, token_id: str) -> None:
        """Ends a token, everywhere within five seconds."""
        self._transport.call("DELETE", f"{_tokens(service_account_id)}/{segment(token_id)}")


def _tokens(service_account_id: str) -> str:
    return f"{ACCOUNTS}/{segment(service_account_id)}/tokens"
