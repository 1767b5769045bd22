"""What a workspace subscribes to, and what a wish to change it does: more at once, less when the term ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.dunning.model import read_only_time
from identity.subscriptions.billing_calendar import Term, anniversary_after
from identity.subscriptions.pricing import Prices

TRIAL = timedelta(days=14)


class Plan(StrEnum):
    STARTER = "STARTER"
    PRO = "PRO"
    ENTERPRISE = "ENTERPRISE"


class BillingPeriod(StrEnum):
    MONTHLY = "MONTHLY"
    ANNUAL = "ANNUAL"


class AddOn(StrEnum):
    MARKETING = "MARKETING"


class Kind(StrEnum):
    """How a workspace came by what it has: on trial, as a subscriber, or as the sandbox of a deployment."""

    TRIAL = "TRIAL"
    SUBSCRIBED = "SUBSCRIBED"
    FOLLOWING = "FOLLOWING"


class State(StrEnum):
    TRIALING = "TRIALING"
    TRIAL_ENDED = "TRIAL_ENDED"
    ACTIVE = "ACTIVE"
    PAST_DUE = "PAST_DUE"
    READ_ONLY = "READ_ONLY"
    FOLLOWING = "FOLLOWING"


class Prompt(StrEnum):
    """What an administrator should be asked to do."""

    TRIAL_ENDING = "TRIAL_ENDING"
    CHOOSE_PLAN = "CHOOSE_PLAN"
    ADD_PAYMENT_METHOD = "ADD_PAYMENT_METHOD"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    PAST_DUE = "PAST_DUE"


RANK: Mapping[Plan, int] = {Plan.STARTER: 0, Plan.PRO: 1, Plan.ENTERPRISE: 2}
MONTHS: Mapping[BillingPeriod, int] = {BillingPeriod.MONTHLY: 1, BillingPeriod.ANNUAL: 12}


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody chooses."""

    plan: Plan
    billing_period: BillingPeriod = BillingPeriod.MONTHLY
    add_ons: frozenset[AddOn] = frozenset()


TRIAL_TERMS = Terms(Plan.PRO)
DEPLOYMENT_TERMS = Terms(Plan.ENTERPRISE)


@dataclass(frozen=True, slots=True)
class Cycle:
    """What is being billed: seats at the prices of the term. On `settle_date`, each month, what waits is invoiced."""

    anchor: date
    term: Term
    settle_date: date
    seats: int
    prices: Prices
    pending: Terms | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """`version` grows with each change. A trial, and a sandbox, have no cycle: nothing is billed.

    `past_due_time` is that of the invoice that is past due the longest; only the invoices change it.
    """

    workspace_id: UUID
    kind: Kind
    terms: Terms
    trial_end_time: datetime | None = None
    mission_discount: bool = False
    cycle: Cycle | None = None
    version: int = 1
    past_due_time: datetime | None = None

    def effective_terms(self, now: datetime) -> Terms:
        """A trial that ended leaves what starter has; nothing is locked away and nothing is charged."""
        return Terms(Plan.STARTER) if self.trial_ended(now) else self.terms

    def trial_ended(self, now: datetime) -> bool:
        return self.kind is Kind.TRIAL and self.trial_end_time is not None and self.trial_end_time <= now

    def read_only(self, now: datetime) -> bool:
        return self.past_due_time is not None and read_only_time(self.past_due_time) <= now

    def state(self, now: datetime) -> State:
        match self.kind:
            case Kind.FOLLOWING:
                return State.FOLLOWING
            case Kind.TRIAL:
                return State.TRIAL_ENDED if self.trial_ended(now) else State.TRIALING
        if self.read_only(now):
            return State.READ_ONLY
        return State.PAST_DUE if self.past_due_time else State.ACTIVE


@dataclass(frozen=True, slots=True)
class Decision:
    """What of a wish is done at once, and what the next term begins with; None for no change at renewal."""

    at_once: Terms
    at_renewal: Terms | None


def decide(current: Terms, wish: Terms) -> Decision:
    """Nobody loses before the term ends what the term was paid for; nobody waits for what is more."""
    lowers = (
        RANK[wish.plan] < RANK[current.plan]
        or not current.add_ons <= wish.add_ons
        or MONTHS[wish.billing_period] < MONTHS[current.billing_period]
    )
    if not lowers:
        return Decision(wish, None)
    plan = max(current.plan, wish.plan, key=RANK.__getitem__)
    return Decision(Terms(plan, current.billing_period, current.add_ons | wish.add_ons), wish)


def unopened_cycle(prices: Prices, today: date) -> Cycle:
    """A cycle whose first term is still to be opened, today, by whatever renews terms."""
    return Cycle(today, Term(today, today), today, 0, prices)


def first_cycle(terms: Terms, seats: int, prices: Prices, today: date) -> Cycle:
    """A cycle that begins today, and is counted from today's day of the month."""
    term = Term.beginning(today, today, MONTHS[terms.billing_period])
    return Cycle(today, term, anniversary_after(today, today), seats, prices)


def next_cycle(cycle: Cycle, terms: Terms, seats: int, prices: Prices) -> Cycle:
    """The cycle after this one, which begins the day this one ends."""
    term = Term.beginning(cycle.anchor, cycle.term.end, MONTHS[terms.billing_period])
    return Cycle(cycle.anchor, term, anniversary_after(cycle.anchor, term.start), seats, prices)
