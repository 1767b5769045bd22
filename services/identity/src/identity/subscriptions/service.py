"""Subscriptions: what a workspace is entitled to, what a change would cost, and changing it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from identity.errors import SubscriptionFollowsError
from identity.invoices.model import Invoice, Line
from identity.invoices.service import Invoices
from identity.payments.model import Account
from identity.payments.service import Payments
from identity.subscriptions import store
from identity.subscriptions.changes import Change, chosen, discounted, due, opened, seated
from identity.subscriptions.entitlements import NOTHING, ContactLimits, Entitlements, contact_limit_of, features_of
from identity.subscriptions.model import (
    DEPLOYMENT_TERMS,
    TRIAL,
    TRIAL_TERMS,
    AddOn,
    BillingPeriod,
    Decision,
    Kind,
    Plan,
    Prompt,
    State,
    Subscription,
    Terms,
    decide,
    unopened_cycle,
)
from identity.subscriptions.pricing import Prices
from kit import etag
from kit.caller import Caller, for_service
from kit.clock import Clock
from kit.contract import WRITES
from kit.db import Database, Transaction
from kit.errors import NotFound

ENDING = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for; None stays as it is."""

    plan: Plan | None
    billing_period: BillingPeriod | None
    add_ons: frozenset[AddOn]

    def terms(self, current: Terms) -> Terms:
        return Terms(self.plan or current.plan, self.billing_period or current.billing_period, self.add_ons)


@dataclass(frozen=True, slots=True)
class Standing:
    """A subscription as it stands, with everything that is shown beside it."""

    subscription: Subscription
    state: State
    seats: int
    waiting: tuple[Line, ...]
    unpaid: tuple[Invoice, ...]
    account: Account | None
    prompts: tuple[Prompt, ...]
    contact_limit: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """`lines` with what waits already; `renewal` is what the next term would be billed."""

    decision: Decision
    seats: int
    lines: tuple[Line, ...]
    bills: bool
    renewal_date: date | None
    renewal: tuple[Line, ...]


class Subscriptions:
    def __init__(
        self,
        *,
        db: Database,
        invoices: Invoices,
        payments: Payments,
        prices: Prices,
        limits: ContactLimits,
        clock: Clock,
    ) -> None:
        self._db = db
        self._invoices = invoices
        self._payments = payments
        self._prices = prices
        self._limits = limits
        self._clock = clock

    async def start_trial(self, tx: Transaction, workspace_id: UUID) -> None:
        """Fourteen days of what pro has, from now; at the end nothing is charged."""
        end_time = self._clock.now() + TRIAL
        await store.add(tx, Subscription(workspace_id, Kind.TRIAL, TRIAL_TERMS, trial_end_time=end_time))

    async def start_deployment(self, tx: Transaction, workspace_id: UUID, *, sandbox: bool) -> None:
        """A deployment of one's own is what enterprise is; its sandbox follows it and is not billed."""
        if sandbox:
            await store.add(tx, Subscription(workspace_id, Kind.FOLLOWING, DEPLOYMENT_TERMS))
            return
        cycle = unopened_cycle(self._prices, self._today)
        await store.add(tx, Subscription(workspace_id, Kind.SUBSCRIBED, DEPLOYMENT_TERMS, cycle=cycle))

    async def features(self, tx: Transaction, workspace_id: UUID) -> frozenset[str]:
        """Of what the workspace is entitled to at this moment, the features."""
        return (await self.entitlements(tx, workspace_id)).features

    async def entitlements(self, tx: Transaction, workspace_id: UUID) -> Entitlements:
        """What the subscription entitles to at this moment; nothing where there is none."""
        found = await store.get(tx, workspace_id)
        if found is None:
            return NOTHING
        terms = found.effective_terms(self._clock.now())
        writes = frozenset[str]() if found.read_only(self._clock.now()) else frozenset({WRITES})
        return Entitlements(features_of(terms) | writes, contact_limit_of(terms.plan, self._limits), terms.plan)

    async def get(self, caller: Caller) -> Standing:
        """The subscription of the caller's workspace, and what an administrator should be asked to do."""
        async with self._db.transaction(caller) as tx:
            return await self._standing(tx, await self._found(tx, caller.workspace_id))

    async def preview(self, caller: Caller, wish: Wish, seats: int) -> Preview:
        """What the wish would cost with so many seats, or with those there are; changes nothing."""
        async with self._db.transaction(caller) as tx:
            found = await self._found(tx, caller.workspace_id)
            count = await store.count_seats(tx, caller.workspace_id)
            waiting = await self._invoices.waiting(tx, caller.workspace_id)
        for step in due(found, count, self._prices, self._today):
            found = step.subscription
        terms = wish.terms(found.terms)
        change = chosen(found, terms, seats or count, self._prices, self._today)
        after = change.subscription
        return Preview(
            decision=decide(found.terms, terms) if found.cycle else Decision(terms, None),
            seats=seats or count,
            lines=(*waiting, *change.lines),
            bills=change.bills,
            renewal_date=after.cycle.term.end if after.cycle else None,
            renewal=opened(after, seats or count, self._prices).lines,
        )

    async def change(self, caller: Caller, wish: Wish, expected_etag: str) -> tuple[Standing, Invoice | None]:
        """Changes the subscription: what is more at once, what is less with the next term. Raises RuleBroken, Stale."""
        async with self._db.transaction(caller) as tx:
            found = await self.brought_up_to_date(tx, caller.workspace_id)
            if found.kind is Kind.FOLLOWING:
                raise SubscriptionFollowsError
            if expected_etag:
                etag.check(expected_etag, found.version)
            await self._payments.check_method(tx, caller.workspace_id)
            seats = await store.count_seats(tx, caller.workspace_id)
            change = chosen(found, wish.terms(found.terms), seats, self._prices, self._today)
            invoice = await self._apply(tx, change, caller)
            before, after = code(found), code(change.subscription)
            tx.audit("subscription", [str(caller.workspace_id)], before=before, after=after)
            saved = await self._found(tx, caller.workspace_id)
            return await self._standing(tx, saved), invoice

    async def lines(self, caller: Caller, invoice_id: UUID) -> list[Line]:
        """The lines of an invoice just made."""
        return (await self._invoices.get(caller, invoice_id))[1]

    async def seats_changed(self, tx: Transaction, workspace_id: UUID) -> None:
        """Bills the seats there are from today on: to be called where a person is added, disabled or enabled."""
        if await store.lock(tx, workspace_id):
            await self.brought_up_to_date(tx, workspace_id)

    async def grant_mission_discount(self, caller: Caller, *, granted: bool) -> None:
        """An operator verified that the practice is one the discount is for, or no longer is; again changes nothing.

        Raises SubscriptionFollowsError.
        """
        async with self._db.transaction(caller) as tx:
            found = await self.brought_up_to_date(tx, caller.workspace_id)
            if found.kind is Kind.FOLLOWING:
                raise SubscriptionFollowsError
            if found.mission_discount is granted:
                return
            await self._apply(tx, discounted(found, granted=granted, today=self._today), caller)
            reason = "granted" if granted else "ended"
            tx.audit("subscription", [str(caller.workspace_id)], ["mission_discount"], reason=reason)

    async def brought_up_to_date(self, tx: Transaction, workspace_id: UUID) -> Subscription:
        """The subscription, locked, after everything that the calendar and the people there are ask for.

        An invoice that the calendar makes is the act of this service, whoever's transaction it falls into: somebody who
        joins or is disabled decides on their seat, which their own entry names, and not on what is billed when.
        """
        found = await store.lock(tx, workspace_id)
        if found is None:
            raise NotFound
        seats = await store.count_seats(tx, workspace_id)
        itself = for_service("identity", workspace_id, "subscription.renewed")
        for step in due(found, seats, self._prices, self._today):
            await self._apply(tx, step, itself)
            found = step.subscription
        step = seated(found, seats, self._today)
        if step.subscription != found:
            await self._apply(tx, step, itself)
        return await self._found(tx, workspace_id)

    async def _apply(self, tx: Transaction, change: Change, actor: Caller) -> Invoice | None:
        workspace_id = change.subscription.workspace_id
        await store.save(tx, change.subscription)
        if change.bills:
            return await self._invoices.issue(tx, workspace_id, change.lines, actor)
        await self._invoices.hold(tx, workspace_id, change.lines)
        return None

    async def _found(self, tx: Transaction, workspace_id: UUID) -> Subscription:
        found = await store.get(tx, workspace_id)
        if found is None:
            raise NotFound
        return found

    async def _standing(self, tx: Transaction, found: Subscription) -> Standing:
        now, workspace_id = self._clock.now(), found.workspace_id
        unpaid = await self._invoices.unpaid(tx, workspace_id)
        lacks = found.kind is Kind.SUBSCRIBED and await self._payments.lacks_method(tx, workspace_id)
        state = found.state(now)
        told = {
            Prompt.TRIAL_ENDING: state is State.TRIALING and found.trial_ended(now + ENDING),
            Prompt.CHOOSE_PLAN: state is State.TRIAL_ENDED,
            Prompt.ADD_PAYMENT_METHOD: lacks,
            Prompt.PAYMENT_FAILED: any(invoice.failure_code for invoice in unpaid),
            Prompt.PAST_DUE: any(invoice.past_due for invoice in unpaid),
        }
        return Standing(
            subscription=found,
            state=state,
            seats=await store.count_seats(tx, workspace_id),
            waiting=await self._invoices.waiting(tx, workspace_id),
            unpaid=tuple(unpaid),
            account=await self._payments.account(tx, workspace_id),
            prompts=tuple(prompt for prompt, holds in told.items() if holds),
            contact_limit=contact_limit_of(found.effective_terms(now).plan, self._limits),
        )

    @property
    def _today(self) -> date:
        return self._clock.now().date()


def code(subscription: Subscription) -> list[str]:
    """What holds, and what is to hold with the next term, for the audit log."""
    cycle = subscription.cycle
    terms = [subscription.terms, *([cycle.pending] if cycle and cycle.pending else [])]
    return [" ".join([each.plan, each.billing_period, *sorted(each.add_ons)]) for each in terms]
