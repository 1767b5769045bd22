"""Lines for whole terms and for parts of one.

A part until the end of the term is rounded to the nearest cent, a half down, and what lies before it is the rest: so
the parts of a term always add up to the term, whatever was changed in between. A change gives back all of what no
longer holds and charges all of what holds now, from today to the same end: so a change and its reverse add up to
nothing.
"""

from collections import Counter
from collections.abc import Sequence

from identity.invoices.model import Discount, Line, LineKind, dollars
from identity.subscriptions.billing_calendar import Term
from identity.subscriptions.model import MONTHS, AddOn, BillingPeriod, Plan, Terms
from identity.subscriptions.pricing import MISSION, Position, Prices, seat_discounts


def positions(terms: Terms, seats: int, prices: Prices, *, mission: bool) -> tuple[Position, ...]:
    """What is sold for a term. Annual billing makes seats cheaper; the mission discount is on the plan, not add-ons."""
    months, annual = MONTHS[terms.billing_period], terms.billing_period is BillingPeriod.ANNUAL
    unit = prices.starter_seat if terms.plan is Plan.STARTER else prices.seat
    name = f"{terms.plan.value.capitalize()} seat"
    found = [Position(name, seats, unit or 0, months, seat_discounts(annual=annual, mission=mission))]
    if terms.plan is Plan.ENTERPRISE:
        found.append(Position("Platform fee", 1, prices.platform_fee, months, (MISSION,) if mission else ()))
    if AddOn.MARKETING in terms.add_ons:
        found.append(Position("Marketing add-on", 1, prices.marketing, months))
    return tuple(position for position in found if position.quantity)


def until_end(whole: int, left: int, days: int) -> int:
    """The part of `whole` for the last `left` of `days`."""
    return (2 * whole * left + days - 1) // (2 * days)


def whole_lines(sold: Sequence[Position], term: Term) -> tuple[Line, ...]:
    return tuple(line(position, term, term.days) for position in sold)


def change_lines(before: Sequence[Position], after: Sequence[Position], term: Term, left: int) -> tuple[Line, ...]:
    """What a change costs for the `left` days of the term: credits first. What stays the same is not mentioned."""
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    credits_ = [line(position, term, left, back=True) for position in gone.elements()]
    charges = [line(position, term, left) for position in come.elements()]
    return tuple(found for found in (*credits_, *charges) if found.days)


def line(position: Position, term: Term, left: int, *, back: bool = False) -> Line:
    amount = until_end(position.whole, left, term.days)
    sign, kind = (-1, LineKind.CREDIT) if back else (1, LineKind.CHARGE)
    return Line(
        kind=kind,
        description=f"{position.name}: {'unused time' if back else 'term' if left == term.days else 'remaining time'}",
        cents=sign * amount,
        arithmetic=arithmetic(position, left, term.days, sign * amount),
        quantity=position.quantity,
        unit_cents=position.unit_cents,
        months=position.months,
        discounts=discounts(position),
        days=left,
        term_days=term.days,
        start=term.day(term.days - left),
        end=term.end,
    )


def discounts(position: Position) -> tuple[Discount, ...]:
    named = zip(position.discounts, position.taken, strict=True)
    return tuple(Discount(name, percent, cents) for (name, percent), cents in named)


def arithmetic(position: Position, left: int, days: int, cents: int) -> str:
    """`3 x $75.00 x 12 months = $2,700.00; - 20 % annual billing $540.00 = $2,160.00; x 73/365 days = $432.00`."""
    months = "1 month" if position.months == 1 else f"{position.months} months"
    steps = [f"{position.quantity} x {dollars(position.unit_cents)} x {months} = {dollars(position.gross)}"]
    remaining = position.gross
    for discount in discounts(position):
        remaining -= discount.cents
        steps.append(f"- {discount.percent} % {discount.name} {dollars(discount.cents)} = {dollars(remaining)}")
    if left != days:
        steps.append(f"x {left}/{days} days = {dollars(abs(cents))}")
    if cents < 0:
        steps.append(f"given back: {dollars(cents)}")
    return "; ".join(steps)
