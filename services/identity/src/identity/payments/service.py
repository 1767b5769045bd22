"""Payments: entering a card, charging invoices that are due, and what the processor reports."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from identity.errors import InvoicesOpenError, PaymentByTransferError, PaymentMethodMissingError
from identity.invoices.model import Invoice, InvoiceState, next_attempt_time
from identity.invoices.service import Invoices
from identity.payments import store
from identity.payments.model import NO_METHOD, Account
from identity.ports import Charge, ChargeState, MethodNews, Order, PaymentNews, PaymentProvider
from kit.caller import Caller, for_service
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Error, NotFound
from kit.log import get_logger

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
BATCH = 100
# A payment that is still under way is looked at again after this long, should no event tell of it.
LOOK_AGAIN = timedelta(hours=1)
# The processor repeats events for three days.
REMEMBERED = timedelta(days=30)

log = get_logger()


class Payments:
    def __init__(self, *, db: Database, provider: PaymentProvider, invoices: Invoices, clock: Clock) -> None:
        self._db = db
        self._provider = provider
        self._invoices = invoices
        self._clock = clock

    async def setup_page(self, caller: Caller) -> str:
        """Where to enter a card; it replaces the one before once the processor reports it."""
        async with self._db.transaction(caller) as tx:
            account = await store.get(tx, caller.workspace_id)
        customer = account.customer_token if account else await self._provider.create_customer(caller.workspace_id)
        address = await self._provider.setup_page(caller.workspace_id, customer)
        async with self._db.transaction(caller) as tx:
            await store.add(tx, caller.workspace_id, customer, NEVER)
            tx.audit("subscription", [str(caller.workspace_id)])
        return address

    async def remove_method(self, caller: Caller) -> None:
        """Lets go of the card. Raises PaymentByTransferError, PaymentMethodMissingError, InvoicesOpenError."""
        if not self._provider.charges:
            raise PaymentByTransferError
        async with self._db.transaction(caller) as tx:
            account = await store.get(tx, caller.workspace_id)
            is_open = await self._invoices.unpaid(tx, caller.workspace_id)
        if account is None or account.method_token is None:
            raise PaymentMethodMissingError
        if is_open:
            raise InvoicesOpenError
        # The processor first: what it still holds must not look removed here.
        await self._provider.detach(account.method_token)
        async with self._db.transaction(caller) as tx:
            if await store.remove_method(tx, caller.workspace_id, account.method_token, self._clock.now()):
                tx.audit("subscription", [str(caller.workspace_id)], ["payment_method"])

    async def account(self, tx: Transaction, workspace_id: UUID) -> Account | None:
        return await store.get(tx, workspace_id)

    async def lacks_method(self, tx: Transaction, workspace_id: UUID) -> bool:
        """Whether cards are charged here and there is none."""
        account = await store.get(tx, workspace_id)
        return self._provider.charges and not (account and account.method_token)

    async def check_method(self, tx: Transaction, workspace_id: UUID) -> None:
        """Raises PaymentMethodMissingError."""
        if await self.lacks_method(tx, workspace_id):
            raise PaymentMethodMissingError

    async def receive(self, payload: bytes, signature: str) -> None:
        """An event of the processor: what it is about is asked for again, so order and repetition mean nothing."""
        notice = self._provider.read(payload, signature)
        news = await self._provider.fetch(notice)
        if news is None:
            return
        caller = for_service("identity", news.workspace_id, "payment.reported")
        # What another deployment does with the same account of the processor is none of ours.
        with suppress(NotFound):
            async with self._db.transaction(caller) as tx:
                if await store.add_event(tx, notice.event_id, news.workspace_id, self._clock.now()):
                    await self._take(tx, news)

    async def collect(self) -> int:
        """Charges every invoice that is due to be; how many were tried."""
        due = await self._invoices.to_charge(BATCH) if self._provider.charges else []
        for invoice in due:
            try:
                await self._charge(invoice)
            except Error as failure:
                # The attempt does not count: it is made again, as the same attempt, so nothing happens twice.
                log.warning("payment.waiting", error=type(failure).__name__)
        return len(due)

    async def sweep(self) -> None:
        """Forgets events too old to be repeated."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            await store.forget_events(tx, self._clock.now() - REMEMBERED)

    async def _charge(self, invoice: Invoice) -> None:
        caller = for_service("identity", invoice.workspace_id, "invoice.charged")
        async with self._db.transaction(caller) as tx:
            account = await store.get(tx, invoice.workspace_id)
        charge = await self._ask(invoice, account)
        async with self._db.transaction(caller) as tx:
            if charge.state is ChargeState.SUCCEEDED:
                await self._invoices.pay(tx, invoice.invoice_id, charge.reference)
                return
            current = await self._invoices.lock(tx, invoice.invoice_id)
            if current.state is InvoiceState.OPEN and current.attempts == invoice.attempts:
                await self._invoices.save(tx, self._tried(current, charge))
                tx.audit("invoice", [str(invoice.invoice_id)], outcome=charge.state.value)

    async def _ask(self, invoice: Invoice, account: Account | None) -> Charge:
        if account is None or account.method_token is None:
            return Charge(ChargeState.FAILED, invoice.payment_reference, NO_METHOD)
        return await self._provider.charge(
            Order(
                invoice_id=invoice.invoice_id,
                workspace_id=invoice.workspace_id,
                cents=invoice.total_cents,
                customer_token=account.customer_token,
                method_token=account.method_token,
                attempt=invoice.attempts + 1,
                reference=invoice.payment_reference,
            )
        )

    def _tried(self, invoice: Invoice, charge: Charge) -> Invoice:
        now = self._clock.now()
        seen = replace(invoice, payment_reference=charge.reference)
        if charge.state is ChargeState.PROCESSING:
            return replace(seen, next_attempt_time=now + LOOK_AGAIN)
        return replace(
            seen,
            attempts=invoice.attempts + 1,
            next_attempt_time=next_attempt_time(invoice.create_time, now),
            failure_code=charge.failure_code,
            next_letter_time=invoice.next_letter_time if invoice.dunning_time else now,
        )

    async def _take(self, tx: Transaction, news: PaymentNews | MethodNews) -> None:
        if isinstance(news, MethodNews):
            await self._take_method(tx, news)
        else:
            await self._take_payment(tx, news)

    async def _take_payment(self, tx: Transaction, news: PaymentNews) -> None:
        invoice = await self._invoices.lock(tx, news.invoice_id)
        if news.charge.state is ChargeState.SUCCEEDED and news.cents == invoice.total_cents:
            await self._invoices.pay(tx, news.invoice_id, news.charge.reference)

    async def _take_method(self, tx: Transaction, news: MethodNews) -> None:
        """With a new card, what is open is tried again at once."""
        await store.add(tx, news.workspace_id, news.customer_token, NEVER)
        if not await store.set_method(tx, news):
            return
        tx.audit("subscription", [str(news.workspace_id)], ["payment_method"], action="payment_method.set")
        for invoice in await self._invoices.unpaid(tx, news.workspace_id):
            await self._invoices.save(tx, replace(invoice, next_attempt_time=self._clock.now()))
