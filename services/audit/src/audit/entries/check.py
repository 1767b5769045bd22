"""verify-database: reads every log from its own tables and names the first things that are wrong in each.

It catches what an export cannot show: filter columns and record links that no longer say what the leaf says, tiles
that differ from leaves, checkpoints that were never this log's.
"""

from collections.abc import AsyncIterator
from uuid import UUID

from audit.checkpoints.service import Checkpoints
from audit.entries.store import EntryStore
from audit.log.merkle import Frontier, hash_leaf
from audit.log.store import LogStore
from audit.log.tiles import WIDTH, make_tile
from kit.caller import for_service
from kit.db import DEPLOYMENT, Database, Transaction

CHUNK = 16 * WIDTH
SECONDS = 3600.0
MAX_PROBLEMS = 10


class DatabaseCheck:
    """Works in the application role, one workspace at a time, in chunks."""

    def __init__(self, database: Database, logs: LogStore, entries: EntryStore, checkpoints: Checkpoints) -> None:
        self._database = database
        self._logs = logs
        self._entries = entries
        self._checkpoints = checkpoints

    async def check_all(self) -> list[str]:
        """The first problems of each workspace; they explain what follows them."""
        async with self._database.transaction(DEPLOYMENT) as tx:
            workspaces = await self._logs.workspaces(tx)
        found = []
        for workspace in workspaces:
            found.extend([f"workspace {workspace}: {problem}" for problem in await self._first_problems(workspace)])
        return found

    async def _first_problems(self, workspace_id: UUID) -> list[str]:
        found: list[str] = []
        async for problem in self._problems(workspace_id):
            found.append(problem)
            if len(found) == MAX_PROBLEMS:
                break
        return found

    async def _problems(self, workspace_id: UUID) -> AsyncIterator[str]:
        caller = for_service("audit", workspace_id, "database.verified", SECONDS)
        async with self._database.transaction(caller) as tx:
            signed = {size: (root, note) for size, root, note in await self._checkpoints.all(tx)}
            kept = await self._entries.first_kept(tx)
        for size, (_, note) in signed.items():
            if not self._checkpoints.verifies(workspace_id, note):
                yield f"the checkpoint of size {size} is not signed by the log's key"
        end, frontier = max(signed, default=0), Frontier()
        for first in range(0, end, CHUNK):
            async with self._database.transaction(caller) as tx:
                last = min(first + CHUNK, end)
                hashes = await self._logs.leaf_hashes(tx, first, last)
                for problem in await self._chunk(tx, first, last, kept, hashes):
                    yield problem
            for size in [*(size for size in signed if first < size < last), last]:
                frontier = frontier.extend(hashes[frontier.size - first : size - first])
                if size in signed and frontier.root() != signed[size][0]:
                    yield f"the leaves up to seq {size - 1} do not lead to the signed root of size {size}"

    async def _chunk(self, tx: Transaction, first: int, last: int, kept: int, hashes: list[bytes]) -> list[str]:
        problems = []
        if len(hashes) != last - first:
            problems.append(f"a leaf is missing among seq {first}..{last - 1}")
        by_seq = dict(enumerate(hashes, start=first))
        for seq, entry_id, leaf in await self._entries.all_texts(tx, max(first, kept), last):
            if hash_leaf(leaf.encode()) != by_seq.get(seq):
                what = "was changed" if leaf else "was removed"
                problems.append(f"entry seq {seq} ({entry_id}) {what}")
        for seq, what in await self._entries.drifted(tx, first, last):
            problems.append(f"entry seq {seq}: {what} does not say what the entry says")
        for tile in await self._logs.tiles(tx, 0, first // WIDTH, last // WIDTH):
            start = tile.index * WIDTH
            if tile != make_tile(0, tile.index, hashes[start - first : start - first + WIDTH]):
                problems.append(f"the tile of seq {start}..{start + WIDTH - 1} differs from its leaves")
        return problems
