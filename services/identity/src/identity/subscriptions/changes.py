"""What happens to a subscription, and what each event costs: pure, so that a preview is the change itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from identity.errors import PlanNotOfferedError
from identity.invoices.model import Line
from identity.subscriptions.billing_calendar import anniversary_after
from identity.subscriptions.model import Cycle, Kind, Plan, Subscription, Terms, decide, first_cycle, next_cycle
from identity.subscriptions.pricing import Position, Prices
from identity.subscriptions.proration import change_lines, positions, whole_lines


@dataclass(frozen=True, slots=True)
class Change:
    """The subscription after it, what it costs or gives back, and whether an invoice is made of it at once."""

    subscription: Subscription
    lines: tuple[Line, ...]
    bills: bool


def sold(subscription: Subscription) -> tuple[Position, ...]:
    """What the running term was, or is to be, billed for."""
    cycle = subscription.cycle
    if cycle is None:
        return ()
    mission = subscription.mission_discount
    return positions(subscription.terms, cycle.seats, cycle.prices, mission=mission)


def due(subscription: Subscription, seats: int, prices: Prices, today: date) -> Iterator[Change]:
    """Everything the calendar asks for up to today, one step after the other."""
    step = next_due(subscription, seats, prices, today)
    while step is not None:
        yield step
        step = next_due(step.subscription, seats, prices, today)


def next_due(subscription: Subscription, seats: int, prices: Prices, today: date) -> Change | None:
    """A month within a year settles what waits; the end of a term opens the next, with what was to begin then."""
    cycle = subscription.cycle
    if cycle is None or cycle.settle_date > today:
        return None
    if cycle.settle_date < cycle.term.end:
        settled = replace(cycle, settle_date=anniversary_after(cycle.anchor, cycle.settle_date))
        return Change(replace(subscription, cycle=settled), (), bills=True)
    return opened(subscription, seats, prices)


def opened(subscription: Subscription, seats: int, prices: Prices) -> Change:
    """The term after the running one, billed whole, at the prices of then."""
    cycle = subscription.cycle
    if cycle is None:
        return Change(subscription, (), bills=False)
    terms = cycle.pending or subscription.terms
    kept = prices if prices.starter_seat is not None else replace(prices, starter_seat=cycle.prices.starter_seat)
    after = replace(subscription, terms=terms, cycle=next_cycle(cycle, terms, seats, kept))
    return _whole(after)


def chosen(subscription: Subscription, wish: Terms, seats: int, prices: Prices, today: date) -> Change:
    """A wish, as far as it is done at once. Raises PlanNotOfferedError."""
    cycle = subscription.cycle
    if wish.plan is Plan.STARTER and prices.starter_seat is None and subscription.terms.plan is not Plan.STARTER:
        raise PlanNotOfferedError(field="plan")
    if cycle is None:
        begun = replace(subscription, kind=Kind.SUBSCRIBED, terms=wish, cycle=first_cycle(wish, seats, prices, today))
        return _whole(begun)
    decision = decide(subscription.terms, wish)
    kept = promised(cycle, subscription.terms, decision.at_renewal, prices)
    after = replace(subscription, terms=decision.at_once, cycle=replace(kept, seats=seats))
    if decision.at_once.billing_period is not subscription.terms.billing_period:
        back = change_lines(sold(subscription), (), cycle.term, cycle.term.days_left(today))
        anew = _whole(replace(after, cycle=first_cycle(wish, seats, prices, today)))
        return Change(anew.subscription, back + anew.lines, bills=True)
    lines = _lines(subscription, after, today)
    return Change(after, lines, bills=decision.at_once != subscription.terms)


def promised(cycle: Cycle, current: Terms, pending: Terms | None, prices: Prices) -> Cycle:
    """Starter at renewal is kept at a price even if the operator takes it off the list until then."""
    if pending is None or pending.plan is not Plan.STARTER or current.plan is Plan.STARTER:
        return replace(cycle, pending=pending)
    return replace(cycle, pending=pending, prices=replace(cycle.prices, starter_seat=prices.starter_seat))


def seated(subscription: Subscription, seats: int, today: date) -> Change:
    """Seats that came are charged, and seats that went given back, from today on."""
    if subscription.cycle is None or subscription.cycle.seats == seats:
        return Change(subscription, (), bills=False)
    after = replace(subscription, cycle=replace(subscription.cycle, seats=seats))
    return Change(after, _lines(subscription, after, today), bills=False)


def discounted(subscription: Subscription, *, granted: bool, today: date) -> Change:
    """The mission discount holds, or ends, from today on."""
    after = replace(subscription, mission_discount=granted)
    return Change(after, _lines(subscription, after, today), bills=False)


def _lines(before: Subscription, after: Subscription, today: date) -> tuple[Line, ...]:
    if before.cycle is None:
        return ()
    term = before.cycle.term
    return change_lines(sold(before), sold(after), term, term.days_left(today))


def _whole(subscription: Subscription) -> Change:
    term = subscription.cycle.term if subscription.cycle else None
    return Change(subscription, whole_lines(sold(subscription), term) if term else (), bills=True)
