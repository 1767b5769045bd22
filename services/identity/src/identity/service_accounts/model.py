"""Machines of a workspace and their tokens: what each may do, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.errors import PermissionEscalationError, ScopeNotGrantedError, TokenLifetimeError
from identity.roles.model import Grants
from kit.caller import Caller
from kit.errors import InvalidInput

LONGEST_NAME = 100
LONGEST_LIFETIME = timedelta(days=366)
USUAL_LIFETIME = timedelta(days=90)
MOST_TOKENS = 50
TOUCH_INTERVAL = timedelta(minutes=1)


class State(StrEnum):
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    service_account_id: UUID
    workspace_id: UUID
    name: str
    role: str
    on_behalf_of: UUID | None
    state: State
    create_time: datetime
    creator_id: str
    version: int

    @property
    def visibility_id(self) -> UUID:
        """Whose records it sees where a role sees its own only."""
        return self.on_behalf_of or self.service_account_id


@dataclass(frozen=True, slots=True)
class Token:
    token_id: UUID
    workspace_id: UUID
    service_account_id: UUID
    name: str
    scopes: frozenset[str]
    create_time: datetime
    creator_id: str
    expire_time: datetime
    last_use_time: datetime | None = None
    last_use_source: str = ""
    revoke_time: datetime | None = None
    successor_id: UUID | None = None
    # Of the person who made it, where tokens are listed.
    creator_state: str | None = None

    def active(self, now: datetime) -> bool:
        return self.revoke_time is None and now < self.expire_time

    def needs_touch(self, now: datetime) -> bool:
        """Use is noted once a minute at most, so that reading costs no write."""
        return self.last_use_time is None or now - self.last_use_time >= TOUCH_INTERVAL


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the principal of a machine says, and for how long. `grants` are narrowed to the token's scopes."""

    account: ServiceAccount
    token: Token
    grants: Grants
    issue_time: datetime
    expire_time: datetime


def checked_name(name: str) -> str:
    """Raises InvalidInput."""
    stripped = name.strip()
    if not 0 < len(stripped) <= LONGEST_NAME or not stripped.isprintable():
        raise InvalidInput("A name has 1 to 100 printable characters.", field="name")
    return stripped


def checked_expire_time(expire_time: datetime, now: datetime) -> datetime:
    """Raises TokenLifetimeError."""
    if not now < expire_time <= now + LONGEST_LIFETIME:
        raise TokenLifetimeError(field="expire_time")
    return expire_time


def check_scopes(scopes: frozenset[str], permissions: frozenset[str]) -> None:
    """Raises ScopeNotGrantedError for a scope that is no permission of the role."""
    if not scopes <= permissions:
        raise ScopeNotGrantedError(field="scopes")


def check_person(caller: Caller, user_id: UUID | None) -> None:
    """A machine of a person sees their records: made by who sees them too. Raises PermissionEscalationError."""
    seen = caller.owner_ids
    if user_id is not None and seen is not None and user_id not in seen and str(user_id) != caller.actor_id:
        raise PermissionEscalationError(metadata={"visibility": "OWN"})
