"""Reads export files, JSON and CSV, a row at a time. The line layout is part of the JSON format."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cfu.verify.signatures import decoded

FORMAT = "contactfollowup-audit-export/1"
READABLE = [
    "seq",
    "time",
    "actorKind",
    "actorId",
    "onBehalfOf",
    "action",
    "recordType",
    "recordIds",
    "fields",
    "before",
    "after",
    "reason",
    "source",
    "outcome",
    "requestId",
    "sessionId",
]
TAIL = ["entryId", "leafHash", "leaf", "proof"]
COLUMNS = [*READABLE, *TAIL]
# Exports written before entries had these.
OLDER_COLUMNS = [column for column in COLUMNS if column not in ("before", "after")]


class NotAnExportError(ValueError):
    """The file is not an export, or not whole; the text says where."""


class Row(NamedTuple):
    """One entry as the file shows it; readable (cells by column) is None in JSON."""

    seq: int
    entry_id: str
    leaf_hash: bytes
    leaf: str
    readable: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Header:
    """What the file claims about itself, and the range proof."""

    workspace_id: str
    from_time: str
    to_time: str
    checkpoint: str
    log_key: str
    witness_key: str
    from_seq: int
    to_seq: int
    tree_size: int
    left: list[bytes]
    right: list[bytes]
    tiles: dict[int, bytes]


@contextmanager
def open_export(path: Path) -> Iterator[tuple[Header, Iterator[Row]]]:
    with path.open("rb") as file:
        is_json = file.read(1) == b"{"
        file.seek(0)
        try:
            opened = _read_json(file) if is_json else _read_csv(file)
        except NotAnExportError:
            raise
        except (ValueError, KeyError, TypeError, IndexError, StopIteration, csv.Error) as error:
            raise NotAnExportError("this is not an audit export in the form it was downloaded") from error
        yield opened


def _read_json(file: BinaryIO) -> tuple[Header, Iterator[Row]]:
    head = file.readline().rstrip()
    value = json.loads(head + b"]}")
    if value["entries"] != []:
        raise NotAnExportError("the entries do not start where they should")
    return _header(value), _json_rows(file)


def _json_rows(file: BinaryIO) -> Iterator[Row]:
    comma = True
    for number, line in enumerate(file, start=2):
        text = line.rstrip(b"\r\n")
        if text == b"]}":
            if file.read(1):
                raise NotAnExportError(f"line {number + 1} stands behind the end")
            return
        if not comma:
            raise NotAnExportError(f"line {number} cannot be read")
        comma = text.endswith(b",")
        if text:
            yield _json_row(text.removesuffix(b","), number)
    raise NotAnExportError("the file is cut off: its last line is missing")


def _json_row(text: bytes, number: int) -> Row:
    try:
        value = json.loads(text)
        return Row(value["seq"], value["entryId"], _hash(value["leafHash"]), value["leaf"], None)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAnExportError(f"line {number} cannot be read") from error


def _read_csv(file: BinaryIO) -> tuple[Header, Iterator[Row]]:
    # A proof of a long log is one long cell.
    csv.field_size_limit(1 << 30)
    cells = csv.reader((line.decode() for line in file), strict=True)
    columns = next(cells)
    if columns not in (COLUMNS, OLDER_COLUMNS):
        raise NotAnExportError("the columns are not those of an audit export")
    first = next(cells)
    return _header(json.loads(first[-1])), _csv_rows(columns, first, cells)


def _csv_rows(columns: list[str], first: list[str], rest: Iterator[list[str]]) -> Iterator[Row]:
    number, row = 2, first if first[0] else next(rest, None)
    while row is not None:
        try:
            if row[-1] and number > 2:
                raise NotAnExportError(f"row {number} holds a second proof")
            readable = dict(zip(columns, row, strict=True))
            yield Row(int(row[0]), row[-4], _hash(row[-3]), row[-2], {name: readable[name] for name in columns[:-4]})
            number, row = number + 1, next(rest, None)
        except NotAnExportError:
            raise
        except (ValueError, IndexError, csv.Error) as error:
            raise NotAnExportError(f"row {number} cannot be read") from error


def _header(value: dict[str, Any]) -> Header:
    if value["format"] != FORMAT:
        raise NotAnExportError("an export of an unknown format")
    proof = value["proof"]
    return Header(
        workspace_id=value["workspaceId"],
        from_time=value["fromTime"],
        to_time=value["toTime"],
        checkpoint=value["checkpoint"],
        log_key=value["logKey"],
        witness_key=value["witnessKey"],
        from_seq=int(proof["fromSeq"]),
        to_seq=int(proof["toSeq"]),
        tree_size=int(proof["treeSize"]),
        left=[_hash(text) for text in proof["left"]],
        right=[_hash(text) for text in proof["right"]],
        tiles={int(index): _hash(root) for index, root in proof["tiles"]},
    )


def _hash(text: str) -> bytes:
    value = decoded(text)
    if len(value) != 32:
        raise NotAnExportError("a hash is malformed")
    return value
