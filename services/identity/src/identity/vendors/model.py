"""Vendors downstream of a practice: what is recorded of the BAA with each, and whether PHI may flow to it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from identity.errors import VendorBaaDatesError
from kit.errors import InvalidInput

# Days before the last day of a BAA on which administrators are reminded.
REMINDERS = (60, 30, 7, 1)
LAPSED = -1
MOST_OWN_VENDORS = 200
LONGEST_CACHED = timedelta(minutes=5)


class Category(StrEnum):
    EHR = "EHR"
    SCHEDULING = "SCHEDULING"
    MESSAGING = "MESSAGING"
    EMAIL = "EMAIL"
    PAYMENT = "PAYMENT"
    CLOUD = "CLOUD"
    AI = "AI"
    MONITORING = "MONITORING"
    ANALYTICS = "ANALYTICS"
    CRM = "CRM"
    OTHER = "OTHER"


class BaaState(StrEnum):
    NONE = "NONE"
    REQUESTED = "REQUESTED"
    SIGNED = "SIGNED"
    TERMINATED = "TERMINATED"


class Standing(StrEnum):
    ACTIVE = "ACTIVE"
    UNKNOWN = "UNKNOWN"
    NO_BAA = "NO_BAA"
    REQUESTED = "REQUESTED"
    NOT_YET_EFFECTIVE = "NOT_YET_EFFECTIVE"
    LAPSED = "LAPSED"
    TERMINATED = "TERMINATED"
    NOT_FOR_PHI = "NOT_FOR_PHI"
    WORKSPACE_WITHOUT_PHI = "WORKSPACE_WITHOUT_PHI"


@dataclass(frozen=True, slots=True)
class Details:
    """What a practice says of a vendor. Both dates are days on which the BAA is in force."""

    name: str
    category: Category = Category.OTHER
    region: str = ""
    touches_phi: bool = False
    baa_state: BaaState = BaaState.NONE
    effective_date: date | None = None
    expire_date: date | None = None
    document_reference: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """`version` 0: the product knows it, and the practice recorded nothing."""

    vendor_id: UUID
    workspace_id: UUID
    code: str
    details: Details
    version: int = 0
    update_time: datetime | None = None

    @property
    def decides(self) -> bool:
        """Whether the practice said something of it that goes before what the operator has."""
        return self.version > 0 and (self.details.baa_state is not BaaState.NONE or not self.details.touches_phi)


@dataclass(frozen=True, slots=True)
class Check:
    """An answer on a vendor, and how long it may be kept."""

    standing: Standing
    cache_until_time: datetime


def standing(vendor: Details, today: date) -> Standing:
    """Whether PHI may flow on this day, and if not, why not."""
    if not vendor.touches_phi:
        return Standing.NOT_FOR_PHI
    match vendor.baa_state:
        case BaaState.NONE:
            return Standing.NO_BAA
        case BaaState.REQUESTED:
            return Standing.REQUESTED
        case BaaState.TERMINATED:
            return Standing.TERMINATED
    if vendor.effective_date is None or today < vendor.effective_date:
        return Standing.NOT_YET_EFFECTIVE
    if vendor.expire_date is not None and vendor.expire_date < today:
        return Standing.LAPSED
    return Standing.ACTIVE


def cache_until(now: datetime, expire_date: date | None) -> datetime:
    """Five minutes, and never past the last moment of the last day."""
    latest = now + LONGEST_CACHED
    if expire_date is None or expire_date < now.date():
        return latest
    return min(latest, datetime.combine(expire_date, time.max, UTC))


def reminder_due(expire_date: date, today: date) -> int | None:
    """The reminder that is due: the closest of the days passed, LAPSED after the last day, None before the first."""
    left = (expire_date - today).days
    if left < 0:
        return LAPSED
    return min((days for days in REMINDERS if left <= days), default=None)


def check_details(details: Details) -> None:
    if not details.name.strip():
        raise InvalidInput("A vendor has a name.", field="vendor.name")
    signed = details.baa_state is BaaState.SIGNED
    if signed and details.effective_date is None:
        raise VendorBaaDatesError(field="vendor.effective_date")
    if details.effective_date and details.expire_date and details.expire_date < details.effective_date:
        raise VendorBaaDatesError(field="vendor.expire_date")
