"""Seven years of months, never fewer than six."""

from datetime import date

import pytest

from audit.retention.model import expired, months_from, parse_years


def test_a_month_goes_when_its_last_day_is_old_enough() -> None:
    months = ["entries_2019_10", "entries_2019_11", "entry_records_2019_10", "entries_2026_11"]
    assert expired(months, date(2026, 10, 31), 7) == []
    assert expired(months, date(2026, 11, 1), 7) == ["entries_2019_10", "entry_records_2019_10"]
    assert expired(["entries_2019_12"], date(2026, 12, 31), 7) == []
    assert expired(["entries_2019_12"], date(2027, 1, 1), 7) == ["entries_2019_12"]


def test_never_below_six_years() -> None:
    assert parse_years("6") == 6
    with pytest.raises(ValueError, match="at least 6"):
        parse_years("5")


def test_months_ahead_cross_the_year() -> None:
    assert months_from(date(2026, 11, 22), 2) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


def test_what_is_no_month_is_never_dropped() -> None:
    with pytest.raises(ValueError, match="month"):
        expired(["entries_default"], date(2030, 1, 1), 7)
