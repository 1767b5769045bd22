"""An answer of the API as people read it: a table for a list, the id of what was made, else names and values."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from cfu.command.output import block, cell, columns, note, pairs
from cfu.command.spelling import known_as, spaced

_CENTS = " cents"


def table_of(names: Sequence[str], items: Sequence[Mapping[str, Any]]) -> None:
    """Prints a column for each name; the first holds the id."""
    headings = [_heading(name) for name in names]
    if headings[0].endswith(" id"):
        headings[0] = "id"
    columns(headings, [[shown(name, item.get(name)) for name in names] for item in items])


def show(operation: str, answer: Mapping[str, Any]) -> None:
    name, value = next(iter(answer.items()), ("", None))
    if not answer:
        note("Done.")
    elif operation.startswith("create") and name.endswith("Id") and not sys.stdout.isatty():
        # Alone, so that a script can keep it.
        print(value)
    elif len(answer) == 1 and isinstance(value, list):
        print("\n".join(cell(item) for item in value))
    else:
        rows = list(_rows(answer))
        pairs((name, value) for name, value in rows if "\n" not in value)
        for _, value in rows:
            if "\n" in value:
                block(value)


def _rows(answer: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    for name, value in answer.items():
        heading = f"{outer} {_heading(name)}".strip()
        if isinstance(value, Mapping):
            yield from _rows(value, heading)
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            yield from ((heading, _line(item)) for item in value)
        else:
            yield heading, shown(name, value)


def _line(item: Mapping[str, Any]) -> str:
    """One of several in an answer, by what says itself what it is: no bare numbers and days."""
    texts = [
        shown(name, value)
        for name, value in item.items()
        if (isinstance(value, str) and not name.endswith("Date")) or spaced(name).endswith(_CENTS)
    ]
    return ", ".join(text for text in texts if text)


def _heading(name: str) -> str:
    return spaced(name).removesuffix(_CENTS)


def shown(name: str, value: object) -> str:
    """A value as text: times of this place, money in dollars, values of enums without their prefix."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return ", ".join(shown(name, item) for item in _texts(value))
    if name.endswith("Time"):
        return cell(datetime.fromisoformat(str(value)))
    if spaced(name).endswith(_CENTS):
        cents = int(str(value))
        return f"{'-' if cents < 0 else ''}${abs(cents) / 100:,.2f}"
    if isinstance(value, str):
        known = known_as(value)
        return "" if known == "unspecified" else known
    return cell(value)


def _texts(values: Iterable[object]) -> list[object]:
    return [value for value in values if value not in (None, "")]
