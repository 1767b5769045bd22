"""People of a workspace: who they are, what role they have, and whether they may sign in."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kit.errors import InvalidInput

LONGEST_EMAIL = 254
LONGEST_NAME = 200
# What a letter can be sent to: words of RFC 5322 with dots between them, without the `?` that encoded words begin
# with. A domain in other letters is given as the domain name system has it (`xn--`).
WORD = r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+"
ADDRESS = re.compile(rf"{WORD}(?:\.{WORD})*@{WORD}(?:\.{WORD})*")


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
    phone: str = field(default="", repr=False)
    job_title: str = field(default="", repr=False)
    version: int = 1


@dataclass(frozen=True, slots=True)
class NewUser:
    """What an administrator says of a person to be added."""

    email: str = field(repr=False)
    display_name: str = field(repr=False)
    role: str
    password: str = field(repr=False)


def check_new_user(new: NewUser) -> None:
    check_email(new.email)
    check_name(new.display_name, "display_name")


def check_email(email: str) -> None:
    """Whether an address is real only a message to it can tell; this refuses what cannot be one."""
    if len(email) > LONGEST_EMAIL or not ADDRESS.fullmatch(email):
        raise InvalidInput("This is not an e-mail address. Give it as name@example.com.", field="email")


def check_name(name: str, field: str) -> None:
    """Names stand in letters, which a line of its own would change."""
    if not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInput("A name has 1 to 200 printable characters.", field=field)
