"""The log: one sequencer for each workspace appends leaves, tiles and a signed checkpoint; anyone asks for proofs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit.checkpoints.service import Checkpoints
from audit.checkpoints.store import SignedCheckpoint
from audit.errors import LogDamagedError, SizeOutOfRangeError
from audit.log import merkle
from audit.log.merkle import HASH_SIZE, Frontier, Node, Plan
from audit.log.store import LogStore
from audit.log.tiles import HEIGHT, WIDTH, RightEdge, edge_spans, node_spans, split_hashes
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log ends: all that appending needs."""

    edge: RightEdge = RightEdge()
    root: bytes = merkle.EMPTY_ROOT
    time: datetime | None = None


class Log:
    """Heads are kept in memory and believed only while they equal the newest checkpoint in the database."""

    def __init__(self, database: Database, store: LogStore, checkpoints: Checkpoints, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._checkpoints = checkpoints
        self._clock = clock
        self._heads: dict[UUID, Head] = {}

    async def lock_head(self, tx: Transaction, workspace_id: UUID) -> Head:
        """Become the log's only sequencer until the transaction ends."""
        await self._store.lock(tx, workspace_id)
        latest = await self._checkpoints.latest(tx)
        if latest is None:
            return Head()
        head = self._heads.get(workspace_id)
        if head is None or (head.edge.size, head.root) != (latest.tree_size, latest.root):
            head = await self._load(tx, latest)
        return head

    async def unknown(self, tx: Transaction, entry_ids: Sequence[UUID]) -> set[UUID]:
        return set(entry_ids) - await self._store.known(tx, entry_ids)

    def next_time(self, head: Head) -> datetime:
        """Now, but never before what the log already says."""
        now = self._clock.now()
        return max(now, head.time) if head.time else now

    async def append(
        self,
        tx: Transaction,
        workspace_id: UUID,
        *,
        head: Head,
        moment: datetime,
        entry_ids: Sequence[UUID],
        leaves: Sequence[str],
    ) -> Head:
        """Leaves, the tiles they fill and the signed checkpoint, in the caller's transaction."""
        hashes = [merkle.hash_leaf(leaf.encode()) for leaf in leaves]
        edge, filled = head.edge.extend(hashes)
        grown = Head(edge, edge.frontier().root(), moment)
        await self._store.add_leaves(tx, workspace_id, head.edge.size, entry_ids, hashes)
        await self._store.add_tiles(tx, workspace_id, filled)
        await self._checkpoints.sign(tx, workspace_id, edge.size, grown.root, moment)
        return grown

    def remember(self, workspace_id: UUID, head: Head) -> None:
        """After the commit."""
        self._heads[workspace_id] = head

    async def place(self, tx: Transaction, entry_id: UUID) -> tuple[int, bytes] | None:
        return await self._store.find(tx, entry_id)

    async def consistency_proof(self, caller: Caller, old_size: int, new_size: int) -> tuple[int, list[bytes]]:
        """That the log of old_size begins the log of new_size (the newest when 0); the new size and the proof."""
        async with self._database.transaction(caller) as tx:
            latest = await self._checkpoints.require_latest(tx)
            new_size = new_size or latest.tree_size
            if new_size > latest.tree_size:
                raise SizeOutOfRangeError(field="to_size")
            if old_size > new_size:
                raise SizeOutOfRangeError(field="from_size")
            plan = merkle.consistency_plan(old_size, new_size)
            return new_size, await self.prove(tx, plan, latest.tree_size)

    async def prove(self, tx: Transaction, plan: Plan, size: int) -> list[bytes]:
        """The hashes of a plan, read from a log of at least this size."""
        hashes: dict[Node, bytes] = {}
        for node, (level, first, end) in node_spans(node for nodes in plan for node in nodes).items():
            hashes[node] = Frontier().extend(await self._stored(tx, level, first, end, size)).root()
        return merkle.assemble(plan, hashes.__getitem__)

    async def leaf_hashes(self, tx: Transaction, first: int, end: int, size: int) -> list[bytes]:
        """Leaf hashes as the tree has them: from full tiles, and behind the last of those from the leaves."""
        full = size // WIDTH
        tiles = await self._store.tiles(tx, 0, first // WIDTH, min(full, -(-end // WIDTH)))
        hashes: list[bytes] = []
        for tile in tiles:
            hashes.extend(split_hashes(tile.hashes))
        hashes = hashes[first % WIDTH :] if tiles else []
        if end > full * WIDTH:
            hashes.extend(await self._store.leaf_hashes(tx, max(first, full * WIDTH), end))
        return hashes[: end - first]

    async def tile_roots(self, tx: Transaction, first: int, end: int) -> list[tuple[int, bytes]]:
        """Of the full tiles that lie wholly within leaves [first, end)."""
        return await self._store.tile_roots(tx, 0, -(-first // WIDTH), end // WIDTH)

    async def _load(self, tx: Transaction, latest: SignedCheckpoint) -> Head:
        levels = []
        for level, first, end in edge_spans(latest.tree_size):
            levels.append(tuple(await self._stored(tx, level, first, end, latest.tree_size)))
        edge = RightEdge(latest.tree_size, tuple(levels))
        if [len(held) for held in levels] != [end - first for _, first, end in edge_spans(edge.size)]:
            raise LogDamagedError
        if edge.frontier().root() != latest.root:
            raise LogDamagedError
        return Head(edge, latest.root, latest.sign_time)

    async def _stored(self, tx: Transaction, level: int, first: int, end: int, size: int) -> list[bytes]:
        tile = first // WIDTH
        if first == end:
            return []
        if tile < (size >> HEIGHT * level) // WIDTH:
            hashes = await self._store.tile_hashes(tx, level, tile)
            offset = first % WIDTH
            return split_hashes(hashes[offset * HASH_SIZE : (offset + end - first) * HASH_SIZE])
        if level == 0:
            return await self._store.leaf_hashes(tx, first, end)
        return [root for _, root in await self._store.tile_roots(tx, level - 1, first, end)]
