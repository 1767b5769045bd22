"""How JSON and CSV exports are written, piece by piece. README.md documents both for readers."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from csv import writer
from dataclasses import dataclass
from io import StringIO
from json import dumps, loads
from typing import Any

FORMAT = "contactfollowup-audit-export/1"
READABLE = (
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
)
CSV_HEADER = (*READABLE, "entryId", "leafHash", "leaf", "proof")


@dataclass(frozen=True, slots=True)
class Row:
    """One exported entry; leaf is empty when the database no longer has the text its hash stands for."""

    seq: int
    entry_id: str
    leaf_hash: bytes
    leaf: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What ties rows [from_seq, to_seq) to a signed checkpoint."""

    workspace_id: str
    from_time: str
    to_time: str
    checkpoint: str
    log_key: str
    witness_key: str
    from_seq: int
    to_seq: int
    tree_size: int
    left: Sequence[bytes]
    right: Sequence[bytes]
    tiles: Sequence[tuple[int, bytes]]

    def header(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "workspaceId": self.workspace_id,
            "fromTime": self.from_time,
            "toTime": self.to_time,
            "checkpoint": self.checkpoint,
            "logKey": self.log_key,
            "witnessKey": self.witness_key,
            "proof": {
                "fromSeq": self.from_seq,
                "toSeq": self.to_seq,
                "treeSize": self.tree_size,
                "left": [_b64(value) for value in self.left],
                "right": [_b64(value) for value in self.right],
                "tiles": [[index, _b64(root)] for index, root in self.tiles],
            },
        }


def _b64(value: bytes) -> str:
    return b64encode(value).decode()


class JsonExport:
    """One header line, one line for each entry, one closing line."""

    def __init__(self, proof: Proof) -> None:
        self._proof = proof
        self._first = True

    def head(self) -> str:
        return dumps(self._proof.header(), ensure_ascii=False)[:-1] + ', "entries": [\n'

    def rows(self, rows: Iterable[Row]) -> str:
        lines = []
        for row in rows:
            line = dumps(
                {"seq": row.seq, "entryId": row.entry_id, "leafHash": _b64(row.leaf_hash), "leaf": row.leaf},
                ensure_ascii=False,
                separators=(",", ":"),
            )
            lines.append(line if self._first else ",\n" + line)
            self._first = False
        return "".join(lines)

    def tail(self) -> str:
        return "\n]}\n"


class CsvExport:
    """A header row, then one row for each entry; the proof stands in the first, or in a row of its own."""

    def __init__(self, proof: Proof) -> None:
        self._pending = dumps(proof.header(), ensure_ascii=False)

    def head(self) -> str:
        return _csv([CSV_HEADER])

    def rows(self, rows: Iterable[Row]) -> str:
        cells = []
        for row in rows:
            readable = readable_cells(row.leaf) if row.leaf else [str(row.seq), *[""] * (len(READABLE) - 1)]
            cells.append([*readable, row.entry_id, _b64(row.leaf_hash), row.leaf, self._take_proof()])
        return _csv(cells)

    def tail(self) -> str:
        proof = self._take_proof()
        return _csv([[*[""] * (len(CSV_HEADER) - 1), proof]]) if proof else ""

    def _take_proof(self) -> str:
        proof, self._pending = self._pending, ""
        return proof


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = StringIO()
    writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def readable_cells(leaf: str) -> list[str]:
    value: dict[str, Any] = loads(leaf)
    return [_cell(value.get(name, "")) for name in READABLE]


def _cell(value: Any) -> str:
    """A list joined by spaces, and never the start of a spreadsheet formula."""
    text = " ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
