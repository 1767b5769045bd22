"""Sessions of staff: how long they live, and what proves one."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.roles.model import Grants
from identity.sign_in_history.model import Method, Place
from identity.users.model import User
from identity.workspaces.model import Workspace

TOUCH_INTERVAL = timedelta(minutes=1)
DEVICE_LIFETIME = timedelta(days=180)
PRINCIPAL_LIFETIME = timedelta(seconds=60)


class RevokeReason(StrEnum):
    SIGNED_OUT = "signed_out"
    REVOKED_BY_OWNER = "revoked_by_owner"
    SIGNED_OUT_AT_PROVIDER = "signed_out_at_provider"
    PROVIDER_REMOVED = "provider_removed"
    FACTORS_RESET = "factors_reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PASSWORD_RESET = "password_reset"  # noqa: S105
    USER_DISABLED = "user_disabled"
    EMAIL_CHANGED = "email_changed"


class Proof(StrEnum):
    """By what a session was opened."""

    PASSWORD = "password"  # noqa: S105
    SECOND_FACTOR = "second_factor"
    PASSKEY = "passkey"
    # A provider of single sign-on that asked for two factors, or is trusted to have.
    PROVIDER = "provider"
    # One that did not say so.
    PROVIDER_FIRST = "provider_first"
    PROVIDER_AND_FACTOR = "provider_and_factor"

    @property
    def through_provider(self) -> bool:
        return self in {Proof.PROVIDER, Proof.PROVIDER_FIRST, Proof.PROVIDER_AND_FACTOR}

    @property
    def method(self) -> Method:
        """What it is called in the history of sign-ins, which tells the second factor apart."""
        match self:
            case Proof.PASSWORD | Proof.SECOND_FACTOR:
                return Method.PASSWORD
            case Proof.PASSKEY:
                return Method.PASSKEY
            case Proof.PROVIDER | Proof.PROVIDER_FIRST | Proof.PROVIDER_AND_FACTOR:
                return Method.SINGLE_SIGN_ON


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Whether a person still has to enrol a second factor: by when, and whether that time is over."""

    by_time: datetime | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lives unused, and how long in any case."""

    idle: timedelta
    absolute: timedelta

    def idle_expire_time(self, use_time: datetime, expire_time: datetime) -> datetime:
        return min(use_time + self.idle, expire_time)


@dataclass(frozen=True, slots=True)
class Session:
    session_id: UUID
    workspace_id: UUID
    user_id: UUID
    create_time: datetime
    last_use_time: datetime
    idle_expire_time: datetime
    expire_time: datetime
    source_address: str
    user_agent: str
    step_up_time: datetime
    proof: str = Proof.PASSWORD
    revoke_time: datetime | None = None

    def active(self, now: datetime) -> bool:
        return self.revoke_time is None and now < self.idle_expire_time and now < self.expire_time

    def needs_touch(self, now: datetime) -> bool:
        """Use is noted once a minute at most, so that reading costs no write."""
        return now - self.last_use_time >= TOUCH_INTERVAL


@dataclass(frozen=True, slots=True)
class Origin:
    """What the edge knows of where a sign-in comes from."""

    device_token: str = field(repr=False)
    source_address: str
    user_agent: str

    @property
    def place(self) -> Place:
        return Place(self.source_address, self.user_agent)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a person typed, and from where."""

    email: str = field(repr=False)
    password: str = field(repr=False)
    origin: Origin


@dataclass(frozen=True, slots=True)
class Secret:
    """A random token of 256 bits. The client keeps the token, the database only its hash."""

    token: str = field(repr=False)

    @classmethod
    def new(cls) -> "Secret":
        return cls(secrets.token_urlsafe(32))

    @property
    def hash(self) -> bytes:
        # The token is as random as a key, so one plain hash keeps it safe.
        return hashlib.sha256(self.token.encode()).digest()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with whose it is, where, and what may be done in it."""

    session: Session
    user: User
    workspace: Workspace
    grants: Grants
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session and the secrets that prove it and its device."""

    signed_in: SignedIn
    session: Secret
    device: Secret


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a principal says, and for how long."""

    session: Session
    user: User
    grants: Grants
    enrolment: Enrolment
    issue_time: datetime
    expire_time: datetime
