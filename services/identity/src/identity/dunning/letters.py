"""What is written while an invoice is past due."""

from datetime import datetime

from identity.dunning.model import read_only_time
from identity.invoices.model import Invoice, dollars

PAST_DUE = "Invoice {number} is not paid"
READ_ONLY = "Your workspace is read-only: invoice {number} is not paid"
TEXT = """\
Invoice {number} of {made} over {amount} is not paid.{charge}

{effect} Signing in, reading, exporting, the audit log and erasing go on in any case, and nothing is deleted.

{way}: {public_url}/app/settings/subscription
"""
BEFORE = "Unless it is paid, the workspace becomes read-only on {day}: nothing can be added or changed until it is."
BY_CARD = "Enter another card, which is charged at once"
BY_TRANSFER = "What is due, and how it is paid"
SINCE = "Since {day} nothing can be added or changed. This ends within seconds of the payment."


def reminder(invoice: Invoice, now: datetime, public_url: str) -> tuple[str, str]:
    """Subject and text, for an invoice whose dunning has begun."""
    cut_off = read_only_time(invoice.dunning_time or now)
    subject, effect = (READ_ONLY, SINCE) if cut_off <= now else (PAST_DUE, BEFORE)
    text = TEXT.format(
        number=invoice.number,
        made=f"{invoice.create_time:%Y-%m-%d}",
        amount=dollars(invoice.total_cents),
        charge=charge(invoice),
        effect=effect.format(day=f"{cut_off:%Y-%m-%d}"),
        way=BY_CARD if invoice.attempts else BY_TRANSFER,
        public_url=public_url,
    )
    return subject.format(number=invoice.number), text


def charge(invoice: Invoice) -> str:
    """What came of charging a card, where one was tried."""
    if not invoice.failure_code:
        return ""
    again = invoice.next_attempt_time
    return " The card could not be charged." + (f" It is tried again on {again:%Y-%m-%d}." if again else "")
