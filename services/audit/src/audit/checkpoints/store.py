"""Signed checkpoints, one for each commit of a log, and the cosignatures witnesses gave them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, MetaData, Table, Text, Uuid, func, insert, text

from kit.db import Transaction
from kit.statement import statement

metadata = MetaData()

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("tree_size", BigInteger, primary_key=True),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("sign_time", DateTime(timezone=True), nullable=False),
)
cosignatures = Table(
    "cosignatures",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("tree_size", BigInteger, primary_key=True),
    Column("witness", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("create_time", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

SIGNED = (
    "SELECT c.tree_size, c.root, c.note, c.sign_time, coalesce(s.line, '') AS cosignature FROM checkpoints c"
    " LEFT JOIN cosignatures s ON s.workspace_id = c.workspace_id AND s.tree_size = c.tree_size"
)
LATEST = statement(text(f"{SIGNED} ORDER BY c.tree_size DESC LIMIT 1"))
LATEST_COSIGNED = statement(text(f"{SIGNED} WHERE s.line IS NOT NULL ORDER BY c.tree_size DESC LIMIT 1"))
SIZE_BEFORE = statement(
    text(
        "SELECT tree_size FROM checkpoints WHERE sign_time < CAST(:before AS timestamptz)"
        " ORDER BY sign_time DESC, tree_size DESC LIMIT 1"
    )
)
ALL = statement(text("SELECT tree_size, root, note FROM checkpoints ORDER BY tree_size"))
ADD = statement(insert(checkpoints))
ADD_COSIGNATURE = statement(
    text(
        "INSERT INTO cosignatures (workspace_id, tree_size, witness, line)"
        " VALUES (:workspace_id, :tree_size, :witness, :line) ON CONFLICT DO NOTHING"
    )
)
WITNESSED_SIZE = statement(text("SELECT max(tree_size) AS tree_size FROM cosignatures"))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as signed; cosignature is a line, or empty."""

    tree_size: int
    root: bytes
    note: str
    sign_time: datetime
    cosignature: str = ""

    @property
    def full_note(self) -> str:
        return self.note + self.cosignature


class CheckpointStore:
    """Row-level security holds every statement to the transaction's workspace."""

    async def latest(self, tx: Transaction) -> SignedCheckpoint | None:
        return _read(await tx.first(LATEST))

    async def latest_cosigned(self, tx: Transaction) -> SignedCheckpoint | None:
        return _read(await tx.first(LATEST_COSIGNED))

    async def size_before(self, tx: Transaction, moment: datetime) -> int:
        """How many entries the log held before this moment: each commit has one time for all its entries."""
        row = await tx.first(SIZE_BEFORE, before=moment)
        return row["tree_size"] if row else 0

    async def add(self, tx: Transaction, workspace_id: UUID, signed: SignedCheckpoint) -> None:
        await tx.run(
            ADD,
            workspace_id=workspace_id,
            tree_size=signed.tree_size,
            root=signed.root,
            note=signed.note,
            sign_time=signed.sign_time,
        )

    async def add_cosignature(self, tx: Transaction, workspace_id: UUID, size: int, witness: str, line: str) -> None:
        await tx.run(ADD_COSIGNATURE, workspace_id=workspace_id, tree_size=size, witness=witness, line=line)

    async def witnessed_size(self, tx: Transaction) -> int:
        row = await tx.first(WITNESSED_SIZE)
        return (row and row["tree_size"]) or 0

    async def all(self, tx: Transaction) -> Sequence[tuple[int, bytes, str]]:
        return [(row["tree_size"], row["root"], row["note"]) for row in await tx.all(ALL)]


def _read(row: asyncpg.Record | None) -> SignedCheckpoint | None:
    return SignedCheckpoint(*row.values()) if row else None
