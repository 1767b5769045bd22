"""Dunning: letters about invoices that are past due, and with the first of them the beginning of the grace."""

from identity.billing_details.service import Billed
from identity.dunning.letters import reminder
from identity.dunning.model import read_only_time, told
from identity.invoices.model import Invoice, InvoiceState
from identity.invoices.service import Invoices
from identity.mail.model import Letter
from identity.subprocessors.circulars import Circulars
from kit.caller import for_service
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.errors import Error
from kit.log import get_logger

BATCH = 100
READERS = "subscription.write"

log = get_logger()


class Dunning:
    def __init__(self, *, db: Database, invoices: Invoices, billed: Billed, circulars: Circulars, clock: Clock) -> None:
        self._db = db
        self._invoices = invoices
        self._billed = billed
        self._circulars = circulars
        self._clock = clock

    async def round(self) -> int:
        """Sends the letters that are due; of how many invoices."""
        due = await self._invoices.to_tell_of(BATCH)
        for invoice in due:
            caller = for_service("identity", invoice.workspace_id, "invoice.reminded")
            try:
                async with self._db.transaction(caller) as tx:
                    await self._tell(tx, invoice)
            except Error as failure:
                # One that fails must not hold up the others; it is due again in the next round.
                log.warning("dunning.failed", invoice_id=str(invoice.invoice_id), error=type(failure).__name__)
        return len(due)

    async def _tell(self, tx: Transaction, seen: Invoice) -> None:
        invoice = await self._invoices.lock(tx, seen.invoice_id)
        if invoice.state is InvoiceState.PAID or invoice.next_letter_time != seen.next_letter_time:
            return
        now = self._clock.now()
        after = told(invoice, now)
        await self._invoices.save(tx, after)
        written = reminder(after, now, self._circulars.public_url)
        await self._circulars.post(tx, READERS, written)
        if contact := await self._billed.contact_email(tx, invoice.workspace_id):
            await self._circulars.letters.post(tx, invoice.workspace_id, Letter(contact, *written))
        cut_off = after.dunning_time is not None and read_only_time(after.dunning_time) <= now
        tx.audit("invoice", [str(invoice.invoice_id)], reason="read-only" if cut_off else "past due")
