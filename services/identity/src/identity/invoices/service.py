"""Invoices: lines gather until one is made of them; then it is shown, charged, paid."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from identity.errors import InvoiceNotFoundError, InvoicePaidError
from identity.invoices import store
from identity.invoices.model import Invoice, InvoiceState, Line, carried, due_time, total
from kit import paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.ids import new_id
from kit.paging import Pages

ALL = 2**31 - 1


class Invoices:
    """`charged`: invoices are charged to a card as soon as they are made, instead of being paid by transfer."""

    def __init__(self, *, db: Database, pages: Pages, clock: Clock, charged: bool) -> None:
        self._db = db
        self._pages = pages
        self._clock = clock
        self._charged = charged

    async def hold(self, tx: Transaction, workspace_id: UUID, lines: tuple[Line, ...]) -> None:
        """Lines for the next invoice."""
        if lines:
            await store.add_waiting(tx, workspace_id, lines)

    async def waiting(self, tx: Transaction, workspace_id: UUID) -> tuple[Line, ...]:
        return tuple(await store.waiting(tx, workspace_id))

    async def issue(
        self, tx: Transaction, workspace_id: UUID, lines: tuple[Line, ...], actor: Caller
    ) -> Invoice | None:
        """An invoice of these lines and all that wait, made by `actor`; None where there is nothing to bill.

        The caller holds the subscription locked, so that numbers follow each other without a gap.
        """
        gathered = (*await self.waiting(tx, workspace_id), *lines)
        if not gathered or (not lines and total(gathered) <= 0):
            return None
        number = await store.last_number(tx, workspace_id) + 1
        over = carried(gathered, number)
        await self.hold(tx, workspace_id, (*lines, over[0]) if over else lines)
        invoice = self._new(workspace_id, number, max(total(gathered), 0))
        await store.add(tx, invoice)
        if over:
            await self.hold(tx, workspace_id, (over[1],))
        tx.audit("invoice", [str(invoice.invoice_id)], action="invoice.created", caller=actor)
        return invoice

    async def unpaid(self, tx: Transaction, workspace_id: UUID) -> list[Invoice]:
        return await store.list_open(tx, workspace_id)

    async def page(self, caller: Caller, page_size: int, page_token: str) -> tuple[list[Invoice], str]:
        """A page of the invoices of the caller's workspace, newest first, and the token of the next."""
        filters = ("invoices", caller.workspace_id)
        position = self._pages.decode(page_token, filters)
        size = paging.size(page_size)
        async with self._db.transaction(caller) as tx:
            found = await store.page(tx, caller.workspace_id, int(position[0]) if position else ALL, size + 1)
        token = self._pages.encode(filters, str(found[size - 1].number)) if len(found) > size else ""
        return found[:size], token

    async def get(self, caller: Caller, invoice_id: UUID) -> tuple[Invoice, list[Line]]:
        """An invoice and its lines."""
        async with self._db.transaction(caller) as tx:
            invoice = await store.get(tx, invoice_id)
            if invoice is None:
                raise InvoiceNotFoundError
            return invoice, await store.lines_of(tx, invoice_id)

    async def find(self, invoice_id: UUID) -> Invoice:
        """An invoice of whatever workspace, for an operator."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            invoice = await store.get(tx, invoice_id)
        if invoice is None:
            raise InvoiceNotFoundError
        return invoice

    async def mark_paid(self, caller: Caller, invoice_id: UUID, reference: str) -> None:
        """An operator saw the money come in. Raises InvoicePaidError."""
        async with self._db.transaction(caller) as tx:
            if not await self.pay(tx, invoice_id, reference):
                raise InvoicePaidError

    async def pay(self, tx: Transaction, invoice_id: UUID, reference: str) -> bool:
        """The invoice is paid; False when it was before."""
        invoice = await self.lock(tx, invoice_id)
        if invoice.state is InvoiceState.PAID:
            return False
        await store.save(tx, paid(invoice, reference, self._clock.now()))
        tx.audit("invoice", [str(invoice_id)], action="invoice.paid")
        return True

    async def lock(self, tx: Transaction, invoice_id: UUID) -> Invoice:
        """The invoice, which nobody else changes until this transaction ends."""
        invoice = await store.get(tx, invoice_id, lock=True)
        if invoice is None:
            raise InvoiceNotFoundError
        return invoice

    async def save(self, tx: Transaction, invoice: Invoice) -> None:
        await store.save(tx, invoice)

    async def to_charge(self, size: int) -> list[Invoice]:
        """Invoices of the whole deployment whose next attempt is due."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            return await store.list_to_charge(tx, self._clock.now(), size)

    async def all_open(self) -> list[Invoice]:
        """Of the whole deployment, oldest first, for an operator."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            return await store.list_all_open(tx)

    async def to_tell_of(self, size: int) -> list[Invoice]:
        """Invoices of the whole deployment of which a letter is due."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            return await store.list_to_tell_of(tx, self._clock.now(), size)

    def _new(self, workspace_id: UUID, number: int, total_cents: int) -> Invoice:
        now = self._clock.now()
        due = due_time(now, charged=self._charged)
        invoice = Invoice(
            invoice_id=new_id(),
            workspace_id=workspace_id,
            number=number,
            state=InvoiceState.OPEN,
            total_cents=total_cents,
            create_time=now,
            due_time=due,
            next_attempt_time=now if self._charged else None,
            next_letter_time=due,
        )
        return invoice if total_cents else paid(invoice, "", now)


def paid(invoice: Invoice, reference: str, now: datetime) -> Invoice:
    return replace(
        invoice,
        state=InvoiceState.PAID,
        pay_time=now,
        payment_reference=reference,
        next_attempt_time=None,
        next_letter_time=None,
        failure_code="",
    )
