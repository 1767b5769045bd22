"""Terms by the calendar: whole days in UTC, from a day of the month to the same day of a later month."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Term:
    """From the first day to the day after the last; both are midnights in UTC."""

    start: date
    end: date

    @classmethod
    def beginning(cls, anchor: date, start: date, months: int) -> "Term":
        """`months` long; `anchor` is the day that all terms of a subscription are counted from."""
        return cls(start, months_after(anchor, months_between(anchor, start) + months))

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def day(self, passed: int) -> date:
        """The day after so many are over."""
        return self.start + timedelta(days=passed)

    def days_left(self, today: date) -> int:
        """Today is one of them, and after the end there is none."""
        return min(max((self.end - today).days, 0), self.days)


def months_between(anchor: date, day: date) -> int:
    return (day.year - anchor.year) * 12 + day.month - anchor.month


def months_after(anchor: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short for it."""
    year, month = divmod(anchor.month - 1 + months, 12)
    last = calendar.monthrange(anchor.year + year, month + 1)[1]
    return date(anchor.year + year, month + 1, min(anchor.day, last))


def anniversary_after(anchor: date, day: date) -> date:
    """The first monthly anniversary of `anchor` later than `day`."""
    this_month = months_between(anchor, day)
    found = months_after(anchor, this_month)
    return found if found > day else months_after(anchor, this_month + 1)
