"""Entries by month, and which records they are about.

What a filter looks at is computed by PostgreSQL from the leaf, so it cannot say other than what was hashed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import BigInteger, Column, Computed, DateTime, MetaData, Table, Text, Uuid, bindparam, select, text

from audit.entries.leaf import read_leaf
from audit.entries.model import LoggedEntry, rfc3339
from kit.db import Transaction
from kit.statement import Statement, statement

metadata = MetaData()
# A producer's clock may be ahead of ours.
CLOCK_SKEW = timedelta(minutes=5)
# The first moment that has one so much before it.
FIRST_MOMENT = datetime.min.replace(tzinfo=UTC) + CLOCK_SKEW


def from_leaf(column: str, key: str) -> "Column[str]":
    return Column(column, Text, Computed(f"leaf::jsonb ->> '{key}'", persisted=True))


entries = Table(
    "entries",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("append_time", DateTime(timezone=True), primary_key=True),
    Column("leaf", Text, nullable=False),
    from_leaf("event_time", "time"),
    from_leaf("actor_id", "actorId"),
    from_leaf("action", "action"),
    from_leaf("record_type", "recordType"),
    from_leaf("outcome", "outcome"),
)
entry_records = Table(
    "entry_records",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("append_time", DateTime(timezone=True), primary_key=True),
)

ADD = statement(
    text(
        "INSERT INTO entries (workspace_id, seq, append_time, leaf) SELECT :workspace_id, seq, :append_time, leaf"
        " FROM unnest(CAST(:seqs AS bigint[]), CAST(:leaves AS text[])) AS new (seq, leaf)"
    )
)
ADD_RECORDS = statement(
    text(
        "INSERT INTO entry_records (workspace_id, record_id, seq, append_time)"
        " SELECT DISTINCT CAST(:workspace_id AS uuid), record_id, seq, CAST(:append_time AS timestamptz)"
        " FROM unnest(CAST(:record_ids AS text[]), CAST(:seqs AS bigint[])) AS new (record_id, seq)"
    )
)
RANGE = statement(
    text(
        "SELECT l.seq, l.entry_id, coalesce(e.leaf, '') AS leaf FROM leaves l"
        " LEFT JOIN entries e ON e.workspace_id = l.workspace_id AND e.seq = l.seq"
        # Said twice, so that each side reads its own range of its own index.
        " AND e.seq >= :first AND e.seq < :end AND e.append_time >= CAST(:from_time AS timestamptz)"
        " AND e.append_time < CAST(:to_time AS timestamptz)"
        " WHERE l.seq >= :first AND l.seq < :end ORDER BY l.seq"
    )
)
FIRST_KEPT = statement(text("SELECT min(seq) AS seq FROM entries"))
DRIFTED = statement(
    text(
        "SELECT seq, 'a filter column' AS what FROM entries WHERE seq >= :first AND seq < :end AND (event_time,"
        " actor_id, action, record_type, outcome) IS DISTINCT FROM (leaf::jsonb ->> 'time',"
        " leaf::jsonb ->> 'actorId', leaf::jsonb ->> 'action', leaf::jsonb ->> 'recordType',"
        " leaf::jsonb ->> 'outcome')"
        " UNION ALL SELECT e.seq, 'the list of its records' FROM entries e WHERE e.seq >= :first AND e.seq < :end"
        " AND (SELECT count(DISTINCT id) FROM jsonb_array_elements_text(e.leaf::jsonb -> 'recordIds') AS id) <>"
        " (SELECT count(*) FROM jsonb_array_elements_text(e.leaf::jsonb -> 'recordIds') AS id JOIN entry_records r"
        " ON r.workspace_id = e.workspace_id AND r.record_id = id AND r.seq = e.seq) ORDER BY 1"
    )
)
LEAF = statement(select(entries.c.leaf).where(entries.c.seq == bindparam("seq")))
OLDEST_MONTH = statement(
    text(
        "SELECT min(c.relname) AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'entries'::regclass AND c.relname ~ '^entries_[0-9]{4}_[0-9]{2}$'"
    )
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list; empty means all."""

    from_time: datetime | None = None
    to_time: datetime | None = None
    actor_id: str = ""
    action: str = ""
    record_id: str = ""


@cache
def list_statement(named: frozenset[str]) -> Statement:
    """The list query for one set of filters, so that each uses its own index."""
    query = select(entries.c.seq, entries.c.leaf)
    seq = entries.c.seq
    if "record_id" in named:
        about = entry_records
        query = query.join(
            about,
            (about.c.workspace_id == entries.c.workspace_id)
            & (about.c.seq == entries.c.seq)
            & (about.c.append_time == entries.c.append_time),
        ).where(about.c.record_id == bindparam("record_id"))
        seq = about.c.seq
    conditions = {
        "from_time": [
            entries.c.event_time >= bindparam("from_text"),
            entries.c.append_time >= bindparam("append_from"),
        ],
        "to_time": [entries.c.event_time < bindparam("to_text")],
        "actor_id": [entries.c.actor_id == bindparam("actor_id")],
        "action": [entries.c.action == bindparam("action")],
        "before_seq": [seq < bindparam("before_seq")],
    }
    for name in sorted(named & conditions.keys()):
        query = query.where(*conditions[name])
    return statement(query.order_by(seq.desc()).limit(bindparam("size")))


class EntryStore:
    """Row-level security holds every statement to the transaction's workspace."""

    async def add(
        self, tx: Transaction, workspace_id: UUID, append_time: datetime, first: int, logged: Sequence[LoggedEntry]
    ) -> None:
        seqs = list(range(first, first + len(logged)))
        leaves = [entry.leaf for entry in logged]
        await tx.run(ADD, workspace_id=workspace_id, append_time=append_time, seqs=seqs, leaves=leaves)
        about = [(record, entry.seq) for entry in logged for record in entry.entry.record_ids]
        if about:
            records, places = zip(*about, strict=True)
            await tx.run(
                ADD_RECORDS,
                workspace_id=workspace_id,
                append_time=append_time,
                record_ids=list(records),
                seqs=list(places),
            )

    async def page(self, tx: Transaction, wanted: Filter, before_seq: int | None, size: int) -> list[LoggedEntry]:
        """Newest first."""
        values = {
            "actor_id": wanted.actor_id,
            "action": wanted.action,
            "record_id": wanted.record_id,
            "from_time": wanted.from_time,
            "to_time": wanted.to_time,
            "before_seq": before_seq,
        }
        named = frozenset(name for name, value in values.items() if value not in {"", None})
        if wanted.from_time:
            append_from = max(wanted.from_time, FIRST_MOMENT) - CLOCK_SKEW
            values |= {"from_text": rfc3339(wanted.from_time), "append_from": append_from}
        if wanted.to_time:
            values["to_text"] = rfc3339(wanted.to_time)
        rows = await tx.all(list_statement(named), size=size, **values)
        return [read_leaf(row["leaf"]) for row in rows]

    async def texts(
        self, tx: Transaction, first: int, end: int, from_time: datetime, to_time: datetime
    ) -> list[tuple[int, str, str]]:
        """(seq, entry id, leaf) of the leaves [first, end); leaf is empty where the text is gone."""
        rows = await tx.all(RANGE, first=first, end=end, from_time=from_time, to_time=to_time)
        return [(row["seq"], str(row["entry_id"]), row["leaf"]) for row in rows]

    async def all_texts(self, tx: Transaction, first: int, end: int) -> list[tuple[int, str, str]]:
        return await self.texts(tx, first, end, datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))

    async def first_kept(self, tx: Transaction) -> int:
        row = await tx.first(FIRST_KEPT)
        return (row and row["seq"]) or 0

    async def drifted(self, tx: Transaction, first: int, end: int) -> list[tuple[int, str]]:
        """Entries whose stored columns or links differ from their leaf."""
        return [(row["seq"], row["what"]) for row in await tx.all(DRIFTED, first=first, end=end)]

    async def leaf(self, tx: Transaction, seq: int) -> str:
        """Empty when retention dropped it."""
        row = await tx.first(LEAF, seq=seq)
        return row["leaf"] if row else ""

    async def kept_since(self, tx: Transaction) -> datetime:
        """Texts before this month were dropped by retention."""
        row = await tx.first(OLDEST_MONTH)
        _, year, month = row["name"].split("_") if row and row["name"] else ("", "1970", "1")
        return datetime(int(year), int(month), 1, tzinfo=UTC)
