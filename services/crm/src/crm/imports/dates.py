"""Dates of birth as exports write them."""

import re
from datetime import date

_ISO = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ][\d:.+Z-]*)?")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?: [\d:]+(?: ?[AaPp][Mm])?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
    for length in range(3, len(name) + 1)
}


def parse_birth(text: str, today: date) -> date:
    """The date. ISO, or month/day/year as in the US, unless the month cannot be one; dots put the day first.

    Raises ValueError.
    """
    if len(text) == 10 and text[4] == text[7] == "-":
        return date.fromisoformat(text)
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(int(match[1]), int(match[3]), match[2], match[4], today)
    if match := _DAY_FIRST.fullmatch(text):
        return date(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return date(int(match[3]), _month(match[1]), int(match[2]))
    raise ValueError("not a date")


def _from_numbers(first: int, second: int, separator: str, year_text: str, today: date) -> date:
    year = int(year_text)
    day_first = separator == "." or first > 12
    month, day = (second, first) if day_first else (first, second)
    if len(year_text) == 4:
        return date(year, month, day)
    # Nobody is born tomorrow, so two digits are of this century only if that is past.
    born = date(today.year // 100 * 100 + year, month, day)
    return born if born <= today else date(born.year - 100, month, day)


def _month(name: str) -> int:
    if name.lower() not in _MONTHS:
        raise ValueError("not a month")
    return _MONTHS[name.lower()]
