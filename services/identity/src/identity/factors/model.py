"""Second factors: what proves, beside or instead of a password, who someone is. How long each step of it holds."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.factors.totp import looks_like_code
from identity.sessions.model import Origin
from identity.sessions.throttling import Bucket, Limit

CHALLENGE_LIFETIME = timedelta(minutes=5)
ENROLMENT_LIFETIME = timedelta(minutes=10)
STEP_UP_LIFETIME = timedelta(minutes=10)
MOST_ATTEMPTS = 5
MOST_PASSKEYS = 20

# A code has a million values and three are right: whoever guesses waits long, and soon.
CODES = Limit(free=5, forget_one=timedelta(hours=1))


class FactorKind(StrEnum):
    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


class Purpose(StrEnum):
    """What a passkey was asked for; an answer is good for nothing else."""

    ENROL = "enrol"
    STEP_UP = "step_up"
    SIGN_IN = "sign_in"
    CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class Factor:
    factor_id: UUID
    kind: FactorKind
    display_name: str = field(repr=False)
    create_time: datetime
    last_use_time: datetime | None


@dataclass(frozen=True, slots=True)
class Totp:
    """An authenticator app; one that is not confirmed counts for nothing."""

    factor_id: UUID
    secret: str = field(repr=False)
    last_step: int
    create_time: datetime
    confirm_time: datetime | None
    last_use_time: datetime | None

    def may_be_confirmed(self, now: datetime) -> bool:
        return self.confirm_time is None and now < self.create_time + ENROLMENT_LIFETIME


@dataclass(frozen=True, slots=True)
class Passkey:
    passkey_id: UUID
    workspace_id: UUID
    user_id: UUID
    credential_id: bytes
    public_key: bytes = field(repr=False)
    sign_count: int
    display_name: str = field(repr=False)
    create_time: datetime
    last_use_time: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """What someone gives to prove who they are: a code, or the answer of a passkey."""

    code: str = field(default="", repr=False)
    credential_json: str = field(default="", repr=False)

    @property
    def guessable(self) -> bool:
        """Six digits can be guessed; a recovery code or a signature cannot, and nobody's guesses hold them up."""
        return not self.credential_json and looks_like_code(self.code)


def binding_of(origin: Origin) -> bytes:
    """The browser a sign-in began in, as far as it can be told: a challenge is answered from there or not at all."""
    return hashlib.sha256(f"{origin.device_token}\0{origin.user_agent}".encode()).digest()


def bucket_of_answers(user_id: UUID, known_device: bytes) -> Bucket:
    """Guesses from a device the account knows count against that device alone: others cannot lock its owner out."""
    return Bucket(_key("code", user_id.bytes + known_device), CODES)


def bucket_of_step_up(user_id: UUID) -> Bucket:
    return Bucket(_key("step-up", user_id.bytes), CODES)


def _key(kind: str, value: bytes) -> bytes:
    return hashlib.sha256(kind.encode() + b"\0" + value).digest()
