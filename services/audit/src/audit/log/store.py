"""Leaves and full tiles. Leaves stay for ever, also when retention drops the entries: old proofs still verify."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Uuid,
    bindparam,
    func,
    select,
    text,
)

from audit.log.tiles import Tile
from kit.db import Transaction
from kit.statement import statement

metadata = MetaData()

logs = Table(
    "logs",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("create_time", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
leaves = Table(
    "leaves",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("entry_id", Uuid, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
)
tiles = Table(
    "tiles",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("level", SmallInteger, primary_key=True),
    Column("index", BigInteger, primary_key=True),
    Column("hashes", LargeBinary, nullable=False),
    Column("root", LargeBinary, nullable=False),
)

LOCK = statement(text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:workspace AS text), 6962))"))
ADD_LOG = statement(text("INSERT INTO logs (workspace_id) VALUES (:workspace_id) ON CONFLICT DO NOTHING"))
LOGS = statement(select(logs.c.workspace_id).order_by(logs.c.workspace_id))
KNOWN = statement(select(leaves.c.entry_id).where(leaves.c.entry_id == func.any(text("CAST(:entry_ids AS uuid[])"))))
ADD_LEAVES = statement(
    text(
        "INSERT INTO leaves (workspace_id, seq, entry_id, leaf_hash) SELECT :workspace_id, * FROM"
        " unnest(CAST(:seqs AS bigint[]), CAST(:entry_ids AS uuid[]), CAST(:leaf_hashes AS bytea[]))"
    )
)
ADD_TILES = statement(
    text(
        "INSERT INTO tiles (workspace_id, level, index, hashes, root) SELECT :workspace_id, * FROM"
        " unnest(CAST(:levels AS smallint[]), CAST(:indexes AS bigint[]), CAST(:hashes AS bytea[]),"
        " CAST(:roots AS bytea[]))"
    )
)
LEAF_HASHES = statement(
    select(leaves.c.leaf_hash)
    .where(leaves.c.seq >= bindparam("first"), leaves.c.seq < bindparam("end"))
    .order_by(leaves.c.seq)
)
SEQ = statement(select(leaves.c.seq, leaves.c.leaf_hash).where(leaves.c.entry_id == bindparam("entry_id")))
TILE = statement(select(tiles.c.hashes).where(tiles.c.level == bindparam("level"), tiles.c.index == bindparam("index")))
TILES = statement(
    select(tiles.c.index, tiles.c.hashes, tiles.c.root)
    .where(
        tiles.c.level == bindparam("level"),
        tiles.c.index >= bindparam("first"),
        tiles.c.index < bindparam("end"),
    )
    .order_by(tiles.c.index)
)
TILE_ROOTS = statement(
    select(tiles.c.index, tiles.c.root)
    .where(
        tiles.c.level == bindparam("level"),
        tiles.c.index >= bindparam("first"),
        tiles.c.index < bindparam("end"),
    )
    .order_by(tiles.c.index)
)


class LogStore:
    """Row-level security holds every statement to the transaction's workspace."""

    async def lock(self, tx: Transaction, workspace_id: UUID) -> None:
        """One sequencer for each log: the lock goes with the transaction."""
        await tx.first(LOCK, workspace=str(workspace_id))

    async def workspaces(self, tx: Transaction) -> list[UUID]:
        return [row["workspace_id"] for row in await tx.all(LOGS)]

    async def known(self, tx: Transaction, entry_ids: Sequence[UUID]) -> set[UUID]:
        return {row["entry_id"] for row in await tx.all(KNOWN, entry_ids=list(entry_ids))}

    async def add_leaves(
        self, tx: Transaction, workspace_id: UUID, first: int, entry_ids: Sequence[UUID], hashes: Sequence[bytes]
    ) -> None:
        if first == 0:
            await tx.run(ADD_LOG, workspace_id=workspace_id)
        await tx.run(
            ADD_LEAVES,
            workspace_id=workspace_id,
            seqs=list(range(first, first + len(hashes))),
            entry_ids=list(entry_ids),
            leaf_hashes=list(hashes),
        )

    async def add_tiles(self, tx: Transaction, workspace_id: UUID, filled: Sequence[Tile]) -> None:
        if filled:
            await tx.run(
                ADD_TILES,
                workspace_id=workspace_id,
                levels=[tile.level for tile in filled],
                indexes=[tile.index for tile in filled],
                hashes=[tile.hashes for tile in filled],
                roots=[tile.root for tile in filled],
            )

    async def leaf_hashes(self, tx: Transaction, first: int, end: int) -> list[bytes]:
        return [row["leaf_hash"] for row in await tx.all(LEAF_HASHES, first=first, end=end)]

    async def find(self, tx: Transaction, entry_id: UUID) -> tuple[int, bytes] | None:
        """An entry's place and leaf hash."""
        row = await tx.first(SEQ, entry_id=entry_id)
        return (row["seq"], row["leaf_hash"]) if row else None

    async def tile_hashes(self, tx: Transaction, level: int, index: int) -> bytes:
        row = await tx.first(TILE, level=level, index=index)
        return row["hashes"] if row else b""

    async def tile_roots(self, tx: Transaction, level: int, first: int, end: int) -> list[tuple[int, bytes]]:
        rows = await tx.all(TILE_ROOTS, level=level, first=first, end=end)
        return [(row["index"], row["root"]) for row in rows]

    async def tiles(self, tx: Transaction, level: int, first: int, end: int) -> list[Tile]:
        rows = await tx.all(TILES, level=level, first=first, end=end)
        return [Tile(level, row["index"], row["hashes"], row["root"]) for row in rows]
