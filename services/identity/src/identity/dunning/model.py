"""What happens when to an invoice that is past due. Days count from the first letter: nobody is cut off untold."""

from dataclasses import replace
from datetime import datetime, timedelta

from identity.invoices.model import Invoice

# Until the workspace becomes read-only; the last letter says that it has.
GRACE = timedelta(days=30)
LETTER_DAYS = (0, 3, 7, 14, 28, GRACE.days)


def told(invoice: Invoice, now: datetime) -> Invoice:
    """After the letter of this moment. The first begins the grace; letters missed meanwhile are not sent later."""
    begun = invoice.dunning_time or now
    times = (begun + timedelta(days=day) for day in LETTER_DAYS)
    return replace(invoice, dunning_time=begun, next_letter_time=next((time for time in times if time > now), None))


def read_only_time(dunning_time: datetime) -> datetime:
    return dunning_time + GRACE
