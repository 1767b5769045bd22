"""Attempts to sign in, as they are remembered: how, from where, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.sign_in_history.devices import Device, device_of
from identity.sign_in_history.locations import Location

# Refusals of one person and hour that are listed one by one; the rest are counted, so nobody fills the table.
MOST_REFUSALS = 20
# Whoever signed in from the same network and kind of device within this time is not told again.
FAMILIAR_FOR = timedelta(days=90)


class Method(StrEnum):
    PASSWORD = "PASSWORD"  # noqa: S105
    PASSKEY = "PASSKEY"
    SINGLE_SIGN_ON = "SINGLE_SIGN_ON"


class SecondFactor(StrEnum):
    NONE = "NONE"
    TOTP = "TOTP"
    PASSKEY = "PASSKEY"
    RECOVERY_CODE = "RECOVERY_CODE"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an attempt came from, as the edge saw it. Personal data: sealed where it is kept."""

    source_address: str = field(repr=False)
    user_agent: str = field(repr=False)
    location: Location = field(default_factory=Location, repr=False)

    @property
    def device(self) -> Device:
        return device_of(self.user_agent)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to sign in. `refusal` is the reason it was refused for; empty when a session was opened."""

    attempt_id: UUID
    workspace_id: UUID
    user_id: UUID
    time: datetime
    method: Method
    second_factor: SecondFactor
    refusal: str
    place: Place
    familiar: bool = True
    further_refusals: int = 0
