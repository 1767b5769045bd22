"""CSV as it really comes: rows out of bytes, in bounded memory, each with where it begins and ends.

A row's end is a byte offset, so reading can go on from any row. Lines end in LF, CRLF or CR; quoting is RFC 4180,
line ends inside quotes included. A line is UTF-8, or else windows-1252: files glued together from two systems hold
both. A quote that is never closed costs the line it opens on and no other.
"""

import csv
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from crm.errors import CellCountError, CellNotTextError, CellTooLongError, QuoteNotClosedError

LONGEST_ROW = 1 << 20
LONGEST_HEADER = 1 << 16
LONGEST_CELL = 1 << 17
DELIMITERS = ",;\t|"
NOT_TEXT = "\0"


class Position(NamedTuple):
    """A place between two rows: bytes before it, and the number of the line that follows."""

    offset: int = 0
    line: int = 1


class Row(NamedTuple):
    """A row as found. `reason` is empty unless it cannot be used; `raw` is what the file holds."""

    line: int
    end: Position
    cells: list[str]
    raw: bytes
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The first row, and how the rest is to be read."""

    delimiter: str
    cells: tuple[str, ...]
    raw: bytes
    end: Position


class RowReader:
    """Rows of one file, fed in pieces of any size. Blank rows are passed over; `width` 0 takes any number of cells."""

    def __init__(self, delimiter: str, width: int = 0, position: Position = Position()) -> None:  # noqa: B008  immutable
        self._delimiter = delimiter
        self._width = width
        self._position = position
        self._rest = b""

    def feed(self, piece: bytes, *, last: bool) -> list[Row]:
        """The rows that are complete with `piece`; with the `last` one, all that are left."""
        lines = (self._rest + piece).splitlines(keepends=True)
        held = b""
        # A CR may be half of a CRLF; a line without end may go on in the next piece, unless it is no line at all.
        if lines and not last and not lines[-1].endswith(b"\n") and len(lines[-1]) < LONGEST_ROW:
            held = lines.pop()
        # A setting of the whole process, which others may have moved.
        csv.field_size_limit(LONGEST_CELL)
        scan = _Scan(lines, self._delimiter, self._width)
        rows = list(scan.rows(self._position, last=last))
        if rows or scan.position:
            self._position = scan.position or self._position
        self._rest = b"".join(lines[scan.start :]) + held
        return rows


class _Scan:
    """One pass over complete lines. `start` is the first line that is not yet part of a row."""

    def __init__(self, lines: list[bytes], delimiter: str, width: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._taken = 0
        self._ran_out = False
        self._broken_text = False
        self.start = 0
        self.position: Position | None = None

    def rows(self, position: Position, *, last: bool) -> Iterator[Row]:
        self.position = position
        while self.start < len(self._lines):
            faulty = yield from self._until_fault()
            if self._ran_out and not last and self._open_bytes() < LONGEST_ROW:
                return
            if faulty:
                yield self._one_line()

    def _until_fault(self) -> Generator[Row, None, bool]:
        """Rows from `start` on; True when a quote makes the one at `start` unreadable."""
        self._taken, self._ran_out = self.start, False
        try:
            for cells in csv.reader(self._text(), delimiter=self._delimiter, strict=True):
                reason = self._fault(cells)
                if reason and self._taken - self.start > 1:
                    return True
                row = self._advance(cells, reason)
                if cells and any(cells):
                    yield row
        except csv.Error:
            return True
        # Asking for another row, the reader runs out of lines without being within one.
        self._ran_out = False
        return False

    def _text(self) -> Iterator[str]:
        lines = self._lines
        while self._taken < len(lines):
            line = lines[self._taken]
            self._taken += 1
            text = text_of(line)
            if NOT_TEXT in text:
                self._broken_text = True
            yield text
        self._ran_out = True

    def _fault(self, cells: list[str]) -> str:
        if self._broken_text and any(NOT_TEXT in cell for cell in cells):
            return CellNotTextError.reason
        if len(cells) == self._width or not self._width or not any(cells):
            return ""
        if len(cells) < self._width or any(cells[self._width :]):
            return CellCountError.reason
        return ""

    def _advance(self, cells: list[str], reason: str) -> Row:
        lines = self._lines[self.start : self._taken]
        raw = lines[0] if len(lines) == 1 else b"".join(lines)
        offset, line = self.position or Position()
        self.position = Position(offset + len(raw), line + len(lines))
        self.start = self._taken
        return Row(line, self.position, cells, raw, reason)

    def _one_line(self) -> Row:
        """The line at `start` by itself: with a stray quote inside a cell it is a row all the same."""
        several, self._taken = self._taken - self.start > 1 or self._ran_out, self.start + 1
        reason = QuoteNotClosedError.reason if several else CellTooLongError.reason
        if several:
            return self._advance([], reason)
        try:
            cells = next(csv.reader([text_of(self._lines[self.start])], delimiter=self._delimiter))
        except csv.Error:
            return self._advance([], reason)
        return self._advance(cells, self._fault(cells))

    def _open_bytes(self) -> int:
        return sum(map(len, self._lines[self.start :]))


def text_of(raw: bytes) -> str:
    """The text of a line; what is no character in either encoding becomes NOT_TEXT."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").replace("\ufffd", NOT_TEXT)


def read_header(beginning: bytes, *, whole: bool) -> Header | None:
    """The header in the beginning of a file; `whole` when that is all of it. None when there is none.

    The delimiter is the one that gives the most cells, unless a first line `sep=` names it, as Excel writes it.
    """
    whole = whole and len(beginning) <= LONGEST_HEADER
    beginning = beginning[:LONGEST_HEADER]
    position = Position()
    first = beginning.splitlines(keepends=True)[:1]
    if first and first[0].strip().lower()[:4] == b"sep=" and len(first[0].strip()) == 5:
        position = Position(len(first[0]), 2)
        return _header(chr(first[0].strip()[4]), beginning[len(first[0]) :], position, whole=whole)
    found = [_header(delimiter, beginning, position, whole=whole) for delimiter in DELIMITERS]
    return max((header for header in found if header), key=lambda header: len(header.cells), default=None)


def _header(delimiter: str, beginning: bytes, position: Position, *, whole: bool) -> Header | None:
    row = next(iter(RowReader(delimiter, position=position).feed(beginning, last=whole)), None)
    if row is None or row.reason:
        return None
    return Header(delimiter, tuple(cell.strip() for cell in row.cells), row.raw, row.end)
