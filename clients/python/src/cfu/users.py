"""People of the workspace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cfu.paging import pages
from cfu.transport import API, Transport, segment
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

    def invite(self, email: str, role: str) -> None:
        """Sends an invitation, which is good for a week. The answer tells nothing of the address."""
        self._transport.call("POST", f"{API}/invitations", body={"email": email, "role": role})

    def disable(self, user_id: str) -> User:
        """Ends every session and token of a person, and the seat."""
        return User.from_json(self._transport.call("POST", f"{API}/users/{segment(user_id)}:disable", body={}))

    def enable(self, user_id: str) -> User:
        """Lets a person sign in again."""
        return User.from_json(self._transport.call("POST", f"{API}/users/{segment(user_id)}:enable", body={}))
