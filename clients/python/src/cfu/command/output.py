"""What is printed: tables for people, tabs for programs, JSON for both; errors in one line on stderr."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

Item = TypeVar("Item")

# Exit statuses; argparse itself exits with 2 for a command it does not understand.
FAILED, NOT_VERIFIED, NOT_PROVED, INTERRUPTED = 1, 3, 4, 130


def fail(sentence: object, status: int) -> int:
    print(f"cfu: {printable(str(sentence))}", file=sys.stderr)
    return status


def note(sentence: str) -> None:
    """Prints what is not the answer itself."""
    print(printable(sentence), file=sys.stderr)


def document(content: Any) -> None:
    print(json.dumps(content, indent=2, ensure_ascii=False))


def pairs(rows: Iterable[tuple[str, object]]) -> None:
    """Prints a name and a value a line, leaving out what is not set."""
    shown = [(name, cell(value)) for name, value in rows]
    shown = [(name, value) for name, value in shown if value]
    width = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        print(f"{name:<{width}}  {value}")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    cells = [[cell(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        print("\n".join("\t".join(row) for row in [list(headings), *cells]))
        return
    grid = Table(*headings, box=None, pad_edge=False)
    for row in cells:
        # Text, not str: a name in square brackets is no markup.
        grid.add_row(*(Text(value, overflow="fold") for value in row))
    Console().print(grid)


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table; on a terminal without the columns that are empty throughout."""
    if sys.stdout.isatty():
        filled = [index for index in range(len(headings)) if any(row[index] for row in rows)]
        headings, rows = [headings[index] for index in filled], [[row[index] for index in filled] for row in rows]
    table(headings, rows)


def block(text: str) -> None:
    """Prints a text of several lines."""
    print("\n".join(printable(line) for line in text.splitlines()))


def first(items: Iterator[Item], limit: int) -> list[Item]:
    """Returns the first items, and says so when there are more."""
    shown = list(islice(items, limit))
    if len(shown) == limit and next(items, None) is not None:
        note(f"Only the first {limit} are shown; --limit shows more.")
    return shown


def cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().isoformat(sep=" ", timespec="seconds")
    if isinstance(value, tuple):
        return ", ".join(cell(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(str(value))


def printable(text: str) -> str:
    """Returns text on one line that cannot steer the terminal it is printed on."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
