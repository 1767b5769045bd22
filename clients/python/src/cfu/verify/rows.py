"""Checks each row on its own and against its neighbours, and names the entry where something is wrong."""

import json
from typing import Any

from cfu.verify.export_file import Header, Row
from cfu.verify.tree import hash_leaf

MAX_PROBLEMS = 100


class TooManyProblemsError(Exception):
    """Enough is known; the rest of the file would only repeat it."""


class Rows:
    """Follows the rows of one file; whole says whether each seq came once and in order."""

    def __init__(self, header: Header) -> None:
        self.problems: list[str] = []
        self.whole = True
        self._header = header
        self._expected = header.from_seq
        self._gaps: list[range] = []
        self._late: set[int] = set()
        self._last_time = header.from_time

    def check(self, row: Row) -> None:
        if row.seq == self._expected < self._header.to_seq:
            self._expected += 1
        else:
            self._out_of_place(row)
        if hash_leaf(row.leaf.encode()) == row.leaf_hash:
            self._check_leaf(row)
        else:
            self._name_change(row)

    def finish(self) -> None:
        if self._expected < self._header.to_seq:
            self._gaps.append(range(self._expected, self._header.to_seq))
        for gap in self._gaps:
            missing = [seq for seq in gap if seq not in self._late] if self._late else gap
            if missing:
                span = f"seq {missing[0]}" if len(missing) == 1 else f"seq {missing[0]}..{missing[-1]}"
                self._problem(f"missing: {span} ({len(missing)} of the exported range) is not in the file")
        self.whole = self.whole and not self._gaps

    def _out_of_place(self, row: Row) -> None:
        self.whole = False
        if row.seq >= self._header.to_seq or row.seq < self._header.from_seq:
            self._problem(f"{_name(row)} does not belong to the exported range")
        elif row.seq > self._expected:
            self._gaps.append(range(self._expected, row.seq))
            self._expected = row.seq + 1
        elif row.seq not in self._late and any(row.seq in gap for gap in self._gaps):
            self._late.add(row.seq)
            self._problem(f"{_name(row)} is reordered: it stands behind seq {self._expected - 1}")
        else:
            self._problem(f"{_name(row)} is in the file twice")

    def _name_change(self, row: Row) -> None:
        if not row.leaf:
            self._problem(f"{_name(row)} was removed: the log holds its hash, its text is gone")
            return
        other = _parse(row.leaf).get("seq")
        if isinstance(other, int) and other != row.seq:
            self._problem(f"{_name(row)} was changed: in its place stands the text of seq {other}")
        else:
            self._problem(f"{_name(row)} was changed: its text does not match its hash in the log")

    def _check_leaf(self, row: Row) -> None:
        leaf = _parse(row.leaf)
        if leaf.get("seq") != row.seq:
            self._problem(f"{_name(row)} is reordered: the text in its place is that of seq {leaf.get('seq')}")
        if leaf.get("entryId") != row.entry_id:
            self._problem(f"{_name(row)} was changed: the entry id in the row is not that of the text")
        if leaf.get("workspaceId") != self._header.workspace_id:
            self._problem(f"{_name(row)} belongs to another workspace")
        self._check_time(row, str(leaf.get("appendTime", "")))
        if row.readable is not None:
            self._check_readable(row, row.readable, leaf)

    def _check_time(self, row: Row, append_time: str) -> None:
        if append_time < self._last_time:
            self._problem(f"{_name(row)} goes back in time")
        if self._header.to_time and append_time >= self._header.to_time:
            self._problem(f"{_name(row)} is later than the exported range")
        self._last_time = max(append_time, self._last_time)

    def _check_readable(self, row: Row, cells: dict[str, str], leaf: dict[str, Any]) -> None:
        for column, cell in cells.items():
            if cell != _readable(leaf.get(column, "")):
                self._problem(f"{_name(row)} was changed: column {column} does not say what the entry says")

    def _problem(self, text: str) -> None:
        self.problems.append(text)
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyProblemsError


def _name(row: Row) -> str:
    return f"entry seq {row.seq} ({row.entry_id})"


def _parse(leaf: str) -> dict[str, Any]:
    try:
        value = json.loads(leaf)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _readable(value: Any) -> str:
    """Spreadsheets take some first characters for a formula; the export puts an apostrophe before those."""
    text = " ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
