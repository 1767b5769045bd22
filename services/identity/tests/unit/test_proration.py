"""Money: no cent is lost, whatever is changed and however often."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.errors import PlanNotOfferedError
from identity.invoices.model import Line, LineKind, carried, dollars, total
from identity.subscriptions.billing_calendar import Term, anniversary_after, months_after
from identity.subscriptions.changes import chosen, discounted, due, opened, seated, sold
from identity.subscriptions.model import (
    MONTHS,
    RANK,
    AddOn,
    BillingPeriod,
    Decision,
    Kind,
    Plan,
    Subscription,
    Terms,
    decide,
    first_cycle,
    unopened_cycle,
)
from identity.subscriptions.pricing import Prices
from identity.subscriptions.proration import positions, until_end

WORKSPACE = UUID(int=7)
PRICES = Prices(starter_seat=29_99)
START = date(2026, 1, 31)
MARKETING = frozenset({AddOn.MARKETING})
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
all_terms = st.builds(
    Terms, st.sampled_from(Plan), st.sampled_from(BillingPeriod), st.sampled_from([frozenset(), MARKETING])
)


def subscribed(terms: Terms, seats: int = 3, start: date = START, *, mission: bool = False) -> Subscription:
    cycle = first_cycle(terms, seats, PRICES, start)
    return Subscription(WORKSPACE, Kind.SUBSCRIBED, terms, mission_discount=mission, cycle=cycle)


def cost(terms: Terms, seats: int, *, mission: bool = False) -> int:
    return sum(position.whole for position in positions(terms, seats, PRICES, mission=mission))


@pytest.mark.parametrize(
    ("terms", "seats", "mission", "cents"),
    [
        (Terms(Plan.PRO), 10, False, 750_00),
        (Terms(Plan.ENTERPRISE), 10, False, 1_200_00),
        (Terms(Plan.ENTERPRISE, BillingPeriod.MONTHLY, MARKETING), 10, False, 1_645_00),
        # 10 x 75 x 12 less 20 %, and the platform fee, which annual billing makes no cheaper.
        (Terms(Plan.ENTERPRISE, BillingPeriod.ANNUAL), 10, False, 7_200_00 + 5_400_00),
        # 30 % off the plan, not off the add-on.
        (Terms(Plan.ENTERPRISE, BillingPeriod.MONTHLY, MARKETING), 10, True, 840_00 + 445_00),
        (Terms(Plan.PRO, BillingPeriod.ANNUAL), 1, True, 504_00),
        (Terms(Plan.STARTER), 2, False, 59_98),
        (Terms(Plan.PRO), 0, False, 0),
    ],
)
def test_a_whole_term_costs_what_the_price_list_says(terms: Terms, seats: int, mission: bool, cents: int) -> None:
    assert cost(terms, seats, mission=mission) == cents


@given(st.integers(0, 10**8), st.integers(1, 366), st.lists(st.integers(0, 366), max_size=20))
def test_parts_of_a_term_add_up_to_the_term(whole: int, length: int, cuts: list[int]) -> None:
    marks = [length, *sorted((min(cut, length) for cut in cuts), reverse=True), 0]
    parts = [until_end(whole, before, length) - until_end(whole, after, length) for before, after in pairwise(marks)]
    assert sum(parts) == whole
    assert all(part >= 0 for part in parts)


@given(st.integers(0, 10**8), st.integers(1, 366), st.data())
def test_a_part_is_within_half_a_cent(whole: int, length: int, data: st.DataObject) -> None:
    left = data.draw(st.integers(0, length))
    assert abs(2 * (until_end(whole, left, length) * length - whole * left)) <= length


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(1, 40)), max_size=15), st.booleans())
def test_a_term_of_changing_seats_costs_each_seat_for_its_days(changes: list[tuple[int, int]], mission: bool) -> None:
    """What all invoices of a term add up to is what each stretch of days costs by itself."""
    found = subscribed(Terms(Plan.PRO), start=date(2026, 2, 1), mission=mission)
    term = Term(date(2026, 2, 1), date(2026, 3, 1))
    billed, by_day = total(opened_lines(found)), {0: 3}
    for day, seats in sorted(changes, key=lambda each: each[0]):
        change = seated(found, seats, term.day(day))
        billed += total(change.lines)
        found, by_day[day] = change.subscription, seats
    starts = [*by_day, term.days]
    expected = sum(
        until_end(cost(found.terms, by_day[start], mission=mission), term.days - start, term.days)
        - until_end(cost(found.terms, by_day[start], mission=mission), term.days - end, term.days)
        for start, end in pairwise(starts)
    )
    assert billed == expected


def opened_lines(found: Subscription) -> tuple[Line, ...]:
    """What the first term was billed."""
    assert found.cycle is not None
    unopened = replace(found, cycle=replace(unopened_cycle(PRICES, found.cycle.term.start)))
    return opened(unopened, found.cycle.seats, PRICES).lines


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 27), all_terms)
def test_a_seat_that_comes_and_goes_on_one_day_costs_nothing(before: int, after: int, day: int, terms: Terms) -> None:
    found, today = subscribed(terms, before), START + timedelta(days=day)
    there = seated(found, after, today)
    back = seated(there.subscription, before, today)
    assert total(there.lines) + total(back.lines) == 0
    assert back.subscription == found


@given(all_terms, all_terms, st.integers(1, 40), st.integers(0, 27), st.booleans())
def test_nobody_loses_before_the_term_ends_what_it_was_paid_for(
    current: Terms, wish: Terms, seats: int, day: int, mission: bool
) -> None:
    found = subscribed(current, seats, mission=mission)
    assert found.cycle is not None
    change = chosen(found, wish, seats, PRICES, START + timedelta(days=day))
    after, cycle = change.subscription, change.subscription.cycle
    assert cycle is not None
    assert current.add_ons <= after.terms.add_ons
    assert RANK[after.terms.plan] >= RANK[current.plan]
    assert MONTHS[after.terms.billing_period] >= MONTHS[current.billing_period]
    assert (cycle.pending or after.terms) == wish
    assert change.bills == (after.terms != current)
    if cycle.term == found.cycle.term:
        left = cycle.term.days_left(START + timedelta(days=day))
        assert sum(line.cents for line in change.lines if line.kind is LineKind.CHARGE) >= 0
        assert all(line.days == left for line in change.lines)


def test_an_upgrade_in_the_middle_shows_its_arithmetic() -> None:
    found = subscribed(Terms(Plan.PRO), 3, date(2026, 6, 1))
    change = chosen(found, Terms(Plan.ENTERPRISE), 3, PRICES, date(2026, 6, 19))
    assert [(line.description, line.cents) for line in change.lines] == [
        ("Pro seat: unused time", -90_00),
        ("Enterprise seat: remaining time", 90_00),
        ("Platform fee: remaining time", 180_00),
    ]
    assert [line.arithmetic for line in change.lines] == [
        "3 x $75.00 x 1 month = $225.00; x 12/30 days = $90.00; given back: -$90.00",
        "3 x $75.00 x 1 month = $225.00; x 12/30 days = $90.00",
        "1 x $450.00 x 1 month = $450.00; x 12/30 days = $180.00",
    ]
    assert change.bills


def test_discounts_are_shown_in_the_order_they_are_taken() -> None:
    (line,) = chosen(
        Subscription(WORKSPACE, Kind.TRIAL, Terms(Plan.PRO), mission_discount=True),
        Terms(Plan.PRO, BillingPeriod.ANNUAL),
        2,
        PRICES,
        START,
    ).lines
    assert line.arithmetic == (
        "2 x $75.00 x 12 months = $1,800.00; - 20 % annual billing $360.00 = $1,440.00; "
        "- 30 % mission discount $432.00 = $1,008.00"
    )
    assert [(each.percent, each.cents) for each in line.discounts] == [(20, 360_00), (30, 432_00)]
    assert (line.start, line.end, line.days) == (date(2026, 1, 31), date(2027, 1, 31), 365)


def test_a_downgrade_waits_for_the_next_term_and_may_be_taken_back() -> None:
    found = subscribed(Terms(Plan.ENTERPRISE))
    change = chosen(found, Terms(Plan.PRO), 3, PRICES, START)
    assert (change.lines, change.bills, change.subscription.terms.plan) == ((), False, Plan.ENTERPRISE)
    assert chosen(change.subscription, Terms(Plan.ENTERPRISE), 3, PRICES, START).subscription == found
    (renewed,) = due(change.subscription, 3, PRICES, date(2026, 2, 28))
    assert renewed.subscription.terms == Terms(Plan.PRO)
    assert total(renewed.lines) == 225_00


def test_more_and_less_at_once_are_told_apart() -> None:
    current = Terms(Plan.PRO, BillingPeriod.ANNUAL, MARKETING)
    wish = Terms(Plan.ENTERPRISE, BillingPeriod.MONTHLY)
    at_once = Terms(Plan.ENTERPRISE, BillingPeriod.ANNUAL, MARKETING)
    assert decide(current, wish) == Decision(at_once, wish)


def test_a_year_instead_of_a_month_begins_today_and_gives_the_month_back() -> None:
    found = subscribed(Terms(Plan.PRO), 2, date(2026, 6, 1))
    change = chosen(found, Terms(Plan.PRO, BillingPeriod.ANNUAL), 2, PRICES, date(2026, 6, 16))
    assert [line.cents for line in change.lines] == [-75_00, 1_440_00]
    cycle = change.subscription.cycle
    assert cycle is not None
    assert cycle.term == Term(date(2026, 6, 16), date(2027, 6, 16))


def test_downtime_is_caught_up_term_by_term_and_once() -> None:
    found = subscribed(Terms(Plan.PRO), 1)
    steps = list(due(found, 1, PRICES, date(2026, 6, 1)))
    starts = [step.subscription.cycle.term.start for step in steps if step.subscription.cycle]
    assert starts == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert [total(step.lines) for step in steps] == [75_00] * 4
    assert list(due(steps[-1].subscription, 1, PRICES, date(2026, 6, 1))) == []


def test_a_year_settles_each_month_what_came_in_between() -> None:
    found = subscribed(Terms(Plan.PRO, BillingPeriod.ANNUAL), 1)
    steps = list(due(found, 1, PRICES, date(2027, 1, 31)))
    assert [bool(step.lines) for step in steps] == [False] * 11 + [True]
    assert all(step.bills for step in steps)


@given(days, st.integers(1, 60))
def test_terms_follow_each_other_without_gap_or_overlap(anchor: date, count: int) -> None:
    start = anchor
    for _ in range(count):
        term = Term.beginning(anchor, start, 1)
        assert term.start == start
        assert 28 <= term.days <= 31
        assert term.end == anniversary_after(anchor, start)
        start = term.end
    assert start == months_after(anchor, count)


def test_the_price_of_a_term_stays_while_it_runs() -> None:
    found = subscribed(Terms(Plan.STARTER), 1)
    dearer = Prices(starter_seat=50_00)
    assert sold(seated(found, 2, START).subscription)[0].unit_cents == 29_99
    (renewed,) = due(found, 1, dearer, date(2026, 2, 28))
    assert total(renewed.lines) == 50_00


def test_a_plan_without_a_price_is_not_on_offer_and_never_free() -> None:
    with pytest.raises(PlanNotOfferedError):
        chosen(subscribed(Terms(Plan.PRO)), Terms(Plan.STARTER), 1, Prices(), START)
    pending = chosen(subscribed(Terms(Plan.PRO)), Terms(Plan.STARTER), 3, PRICES, START).subscription
    (renewed,) = due(pending, 3, Prices(), date(2026, 2, 28))
    assert total(renewed.lines) == 3 * 29_99


def test_the_mission_discount_holds_from_the_day_it_is_granted() -> None:
    found = subscribed(Terms(Plan.PRO), 1, date(2026, 6, 1))
    change = discounted(found, granted=True, today=date(2026, 6, 16))
    assert total(change.lines) == -(37_50 - 26_25)
    assert not change.bills


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=8))
def test_credit_is_carried_to_the_last_cent(amounts: list[int]) -> None:
    lines = tuple(Line(LineKind.CHARGE, "", cents, "") for cents in amounts)
    over = carried(lines, 1)
    if over is None:
        assert total(lines) >= 0
    else:
        assert total((*lines, over[0])) == 0
        assert over[1].cents == total(lines)


def test_dollars() -> None:
    assert [dollars(cents) for cents in (0, 5, -5, 123_456_78)] == ["$0.00", "$0.05", "-$0.05", "$123,456.78"]
