"""People of a workspace: who they are, what role they have, and whether they may sign in."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kit.errors import InvalidInput

LONGEST_EMAIL = 254
LONGEST_NAME = 200
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


class UserState(StrEnum):
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True)
class User:
    user_id: UUID
    workspace_id: UUID
    email: str = field(repr=False)
    display_name: str = field(repr=False)
    role: str
    state: UserState
    create_time: datetime
    last_sign_in_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewUser:
    """What an administrator says of a person to be added."""

    email: str = field(repr=False)
    display_name: str = field(repr=False)
    role: str
    password: str = field(repr=False)


def check_new_user(new: NewUser) -> None:
    """Whether an address is real only a message to it can tell; this refuses what cannot be one."""
    if len(new.email) > LONGEST_EMAIL or not ADDRESS.fullmatch(new.email):
        raise InvalidInput("This is not an e-mail address. Give it as name@example.com.", field="email")
    if not 0 < len(new.display_name) <= LONGEST_NAME:
        raise InvalidInput("A name has 1 to 200 characters.", field="display_name")
