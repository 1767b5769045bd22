from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.errors import SubprocessorNoticeError, VendorBaaDatesError
from identity.subprocessors.catalogue import BUILT_IN
from identity.subprocessors.letters import announcement
from identity.subprocessors.model import NOTICE, Subprocessor, check_notice
from identity.vendors.catalogue import CATEGORIES, KNOWN
from identity.vendors.letters import reminder
from identity.vendors.model import (
    LAPSED,
    LONGEST_CACHED,
    REMINDERS,
    BaaState,
    Details,
    Standing,
    cache_until,
    check_details,
    reminder_due,
    standing,
)
from kit.errors import InvalidInput

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = st.integers(min_value=-400, max_value=400).map(lambda days: TODAY + timedelta(days=days))
SIGNED = Details("Acme", touches_phi=True, baa_state=BaaState.SIGNED, effective_date=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, Standing.ACTIVE),
        ({"expire_date": TODAY}, Standing.ACTIVE),
        ({"expire_date": date(2026, 11, 21)}, Standing.LAPSED),
        ({"effective_date": TODAY}, Standing.ACTIVE),
        ({"effective_date": date(2026, 11, 23)}, Standing.NOT_YET_EFFECTIVE),
        ({"effective_date": None}, Standing.NOT_YET_EFFECTIVE),
        ({"baa_state": BaaState.NONE}, Standing.NO_BAA),
        ({"baa_state": BaaState.REQUESTED}, Standing.REQUESTED),
        ({"baa_state": BaaState.TERMINATED}, Standing.TERMINATED),
        ({"touches_phi": False}, Standing.NOT_FOR_PHI),
    ],
)
def test_phi_may_flow_from_the_first_day_through_the_last(changes: dict[str, object], found: Standing) -> None:
    assert standing(replace(SIGNED, **changes), TODAY) is found  # type: ignore[arg-type]


@given(effective=DAYS, expire=st.none() | DAYS, state=st.sampled_from(BaaState), phi=st.booleans())
def test_it_is_active_only_when_every_condition_holds(
    effective: date, expire: date | None, state: BaaState, *, phi: bool
) -> None:
    details = Details("Acme", touches_phi=phi, baa_state=state, effective_date=effective, expire_date=expire)
    in_force = effective <= TODAY and (expire is None or expire >= TODAY)
    active = standing(details, TODAY) is Standing.ACTIVE
    assert active is (phi and state is BaaState.SIGNED and in_force)


@pytest.mark.parametrize(
    ("left", "due"),
    [
        (61, None),
        (60, 60),
        (45, 60),
        (31, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 1),
        (-1, LAPSED),
        (-90, -1),
    ],
)
def test_the_closest_reminder_passed_is_the_one_due(left: int, due: int | None) -> None:
    assert reminder_due(TODAY + timedelta(days=left), TODAY) == due


@given(expire=DAYS)
def test_day_by_day_each_reminder_comes_once_and_in_order(expire: date) -> None:
    days = (reminder_due(expire, expire + timedelta(days=offset)) for offset in range(-70, 10))
    told = list(dict.fromkeys(day for day in days if day is not None))
    assert told == [*REMINDERS, LAPSED]


def test_an_answer_is_never_kept_past_the_last_moment_of_a_baa() -> None:
    late = datetime(2026, 11, 22, 23, 58, tzinfo=UTC)
    assert cache_until(NOW, None) == cache_until(NOW, TODAY) == NOW + LONGEST_CACHED
    assert late < cache_until(late, TODAY) < datetime(2026, 11, 23, tzinfo=UTC)
    assert cache_until(NOW, date(2020, 1, 1)) == NOW + LONGEST_CACHED
    assert cache_until(NOW, date.max) == NOW + LONGEST_CACHED


@pytest.mark.parametrize(
    "details",
    [replace(SIGNED, effective_date=None), replace(SIGNED, expire_date=date(2025, 12, 31))],
)
def test_dates_of_a_baa_fit_together(details: Details) -> None:
    with pytest.raises(VendorBaaDatesError):
        check_details(details)


def test_a_vendor_has_a_name() -> None:
    check_details(SIGNED)
    with pytest.raises(InvalidInput):
        check_details(replace(SIGNED, name=" "))


def test_a_subprocessor_is_announced_thirty_days_ahead() -> None:
    check_notice(NOW, NOW + NOTICE)
    with pytest.raises(SubprocessorNoticeError) as refused:
        check_notice(NOW, NOW + NOTICE - timedelta(seconds=1))
    assert refused.value.metadata == {"earliest": "2026-12-22T12:00:00+00:00"}


def test_what_the_product_knows_has_no_baa_until_one_is_recorded() -> None:
    assert not any(each.baa for each in BUILT_IN.values())
    assert CATEGORIES.keys() == BUILT_IN.keys() <= KNOWN.keys()
    assert {"athenahealth", "hint", "klara", "nexhealth", "tebra", "twilio", "anthropic"} <= KNOWN.keys()
    assert len({each.name for each in KNOWN.values()}) == len(KNOWN)


def test_letters_say_what_happens_when() -> None:
    subject, text = reminder("Acme", TODAY, TODAY, 1, "https://crm.example")
    assert subject == "The BAA with Acme expires today"
    assert "2026-11-22" in text
    assert "After that day no PHI flows" in text
    subject, text = reminder("Acme", TODAY, TODAY + timedelta(days=1), LAPSED, "https://crm.example")
    assert subject == "The BAA with Acme has expired"
    assert "any more" in text
    new = Subprocessor("acme", "Acme", "Faxes", "US", touches_phi=True, effective_time=NOW + NOTICE)
    subject, text = announcement(new, "https://crm.example")
    assert "2026-12-22" in subject
    assert "Faxes" in text
    assert "gets no PHI until" in text
