"""People of the workspace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cfu.paging import pages
from cfu.transport import API, Transport
from cfu.wire import WireEnum, WireMessage


class UserState(WireEnum):
    UNSPECIFIED = "UNSPECIFIED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class User(WireMessage):
    """A person who works in the practice."""

    user_id: str = ""
    email: str = ""
    display_name: str = ""
    role: str = ""
    state: UserState = UserState.UNSPECIFIED
    create_time: datetime | None = None
    last_sign_in_time: datetime | None = None


class Users:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self) -> Iterator[User]:
        """Yields the people of the workspace, oldest first."""
        return pages(
            lambda token: self._transport.call("GET", f"{API}/users", query={"pageToken": token}),
            "users",
            User,
        )
