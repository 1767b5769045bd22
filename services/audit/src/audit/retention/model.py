"""Which months are open ahead of time, and which have been kept long enough."""

import re
from collections.abc import Iterable
from datetime import date

MONTHS_AHEAD = 24
LEAST_YEARS = 6
DEFAULT_YEARS = 7
PARTITION = re.compile(r"(?:entries|entry_records)_(\d{4})_(\d{2})")


def parse_years(text: str) -> int:
    years = int(text)
    if years < LEAST_YEARS:
        raise ValueError(f"must be at least {LEAST_YEARS}")
    return years


def months_from(today: date, count: int = MONTHS_AHEAD) -> list[date]:
    """This month and the next ones."""
    first = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + count + 1)]


def expired(partitions: Iterable[str], today: date, years: int) -> list[str]:
    """Partitions whose last day is more than so many years ago."""
    return sorted(name for name in partitions if _end_month(name) <= (today.year - years) * 12 + today.month - 1)


def _end_month(partition: str) -> int:
    found = PARTITION.fullmatch(partition)
    if found is None:
        raise ValueError("not a month's partition")
    return int(found[1]) * 12 + int(found[2])
