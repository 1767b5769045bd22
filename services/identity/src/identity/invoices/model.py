"""What an invoice says: lines that show their arithmetic, and whether it is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

CURRENCY = "USD"
# Days after the first attempt to charge.
RETRY_DAYS = (3, 7, 14, 28)
# How long a charge may be under way before the invoice is past due all the same.
CHARGE_TERM = timedelta(days=7)
# How long an invoice that is paid by transfer may stay open.
TRANSFER_TERM = timedelta(days=30)


class LineKind(StrEnum):
    CHARGE = "CHARGE"
    CREDIT = "CREDIT"
    CARRIED = "CARRIED"


class InvoiceState(StrEnum):
    OPEN = "OPEN"
    PAID = "PAID"


@dataclass(frozen=True, slots=True)
class Discount:
    name: str
    percent: int
    cents: int


@dataclass(frozen=True, slots=True)
class Line:
    """`cents` is negative for what is given back. `arithmetic` is the same calculation in words and figures."""

    kind: LineKind
    description: str
    cents: int
    arithmetic: str
    quantity: int = 0
    unit_cents: int = 0
    months: int = 0
    discounts: tuple[Discount, ...] = ()
    days: int = 0
    term_days: int = 0
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """`number` counts the invoices of a workspace. `attempts` to charge it; `next_attempt_time` None: no more.

    `dunning_time` is when the first letter said that it is past due; `next_letter_time` None: no more.
    """

    invoice_id: UUID
    workspace_id: UUID
    number: int
    state: InvoiceState
    total_cents: int
    create_time: datetime
    due_time: datetime
    pay_time: datetime | None = None
    payment_reference: str = ""
    attempts: int = 0
    next_attempt_time: datetime | None = None
    failure_code: str = ""
    dunning_time: datetime | None = None
    next_letter_time: datetime | None = None

    @property
    def past_due(self) -> bool:
        return self.state is InvoiceState.OPEN and self.dunning_time is not None


def total(lines: Sequence[Line]) -> int:
    return sum(line.cents for line in lines)


def due_time(now: datetime, *, charged: bool) -> datetime:
    """When an open invoice becomes past due, unless a charge fails before."""
    return now + (CHARGE_TERM if charged else TRANSFER_TERM)


def next_attempt_time(create_time: datetime, now: datetime) -> datetime | None:
    """When to charge again after an attempt that failed now; None when it was tried often enough."""
    days = (create_time + timedelta(days=day) for day in RETRY_DAYS)
    return next((time for time in days if time > now), None)


def carried(lines: Sequence[Line], number: int) -> tuple[Line, Line] | None:
    """More credit than charges: what makes this invoice come to nothing, and what the next one begins with."""
    left = -total(lines)
    if left <= 0:
        return None
    amount = dollars(left)
    return (
        Line(LineKind.CARRIED, "Credit kept for the next invoice", left, f"{amount} of credit is left"),
        Line(LineKind.CARRIED, f"Credit kept from invoice {number}", -left, f"-{amount}"),
    )


def dollars(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
