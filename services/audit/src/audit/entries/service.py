"""Use cases on entries: append, list, prove, export."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from audit.checkpoints.service import Checkpoints
from audit.entries.export_format import CsvExport, JsonExport, Proof, Row
from audit.entries.leaf import write_leaf
from audit.entries.model import Entry, LoggedEntry, rfc3339
from audit.entries.store import EntryStore, Filter
from audit.errors import EntryNotFoundError, TimeRangeReversedError
from audit.log import merkle
from audit.log.service import Log
from audit.log.tiles import WIDTH
from kit.caller import Caller, for_service
from kit.db import Database, Transaction

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
WITNESS_LOOKS, WITNESS_PAUSE_SECONDS = 30, 0.1
EXPORT_CHUNK = 8 * WIDTH
# Bounds one transaction, whatever a producer put into one message.
APPEND_MOST = 16 * WIDTH


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That a leaf is in the tree of this size."""

    seq: int
    tree_size: int
    hashes: Sequence[bytes]
    leaf_hash: bytes
    leaf: str


class Entries:
    """Appending is for consumers and for this service's own reads; nothing changes or removes."""

    def __init__(
        self, database: Database, store: EntryStore, log: Log, checkpoints: Checkpoints, witness_key: str = ""
    ) -> None:
        self._database = database
        self._store = store
        self._log = log
        self._checkpoints = checkpoints
        self._witness_key = witness_key

    async def append(self, entries: Sequence[Entry]) -> int:
        """Take entries into the logs of their workspaces; how many were new. An entry taken before is no error."""
        taken = 0
        for start in range(0, len(entries), APPEND_MOST):
            by_workspace: dict[UUID, dict[UUID, Entry]] = {}
            for entry in entries[start : start + APPEND_MOST]:
                by_workspace.setdefault(entry.workspace_id, {}).setdefault(entry.entry_id, entry)
            for workspace_id, group in by_workspace.items():
                taken += await self._append_to(workspace_id, group)
        return taken

    async def _append_to(self, workspace_id: UUID, group: dict[UUID, Entry]) -> int:
        caller = for_service("audit", workspace_id, "entries.append")
        async with self._database.transaction(caller) as tx:
            head = await self._log.lock_head(tx, workspace_id)
            new_ids = await self._log.unknown(tx, list(group))
            if not new_ids:
                return 0
            moment = self._log.next_time(head)
            fresh = [entry for entry_id, entry in group.items() if entry_id in new_ids]
            logged = [
                LoggedEntry(seq, moment, entry, write_leaf(entry, seq, moment))
                for seq, entry in enumerate(fresh, start=head.edge.size)
            ]
            await self._store.add(tx, workspace_id, moment, head.edge.size, logged)
            ids, leaves = [entry.entry_id for entry in fresh], [entry.leaf for entry in logged]
            grown = await self._log.append(tx, workspace_id, head=head, moment=moment, entry_ids=ids, leaves=leaves)
        self._log.remember(workspace_id, grown)
        return len(fresh)

    async def list_entries(
        self, caller: Caller, wanted: Filter, before_seq: int | None, size: int
    ) -> list[LoggedEntry]:
        """A page of entries, newest first."""
        _check_range(wanted.from_time, wanted.to_time)
        async with self._database.transaction(caller) as tx:
            return await self._store.page(tx, wanted, before_seq, size)

    async def inclusion_proof(self, caller: Caller, entry_id: UUID) -> InclusionProof:
        """That the entry is in the newest checkpoint's tree."""
        async with self._database.transaction(caller) as tx:
            found = await self._log.place(tx, entry_id)
            if found is None:
                raise EntryNotFoundError(field="entry_id")
            seq, leaf_hash = found
            size = (await self._checkpoints.require_latest(tx)).tree_size
            hashes = await self._log.prove(tx, merkle.inclusion_plan(seq, size), size)
            return InclusionProof(seq, size, hashes, leaf_hash, await self._store.leaf(tx, seq))

    async def export(
        self, caller: Caller, form: str, from_time: datetime | None, to_time: datetime | None
    ) -> AsyncIterator[str]:
        """The entries the log took in this range, as pieces of a file that proves itself."""
        _check_range(from_time, to_time)
        to_seq = await self._witnessed_end(caller, to_time)
        async with self._database.transaction(caller) as tx:
            kept_since = await self._store.kept_since(tx)
            start = max(from_time or kept_since, kept_since)
            proof = await self._proof(tx, caller.workspace_id, start, to_time, to_seq)
        file = CsvExport(proof) if form == "csv" else JsonExport(proof)
        yield file.head()
        for first in range(proof.from_seq, proof.to_seq, EXPORT_CHUNK):
            async with self._database.transaction(caller) as tx:
                rows = await self._rows(tx, proof, first, from_time=start, to_time=to_time or END_OF_TIME)
            yield file.rows(rows)
        yield file.tail()

    async def _witnessed_end(self, caller: Caller, to_time: datetime | None) -> int:
        """Where the export ends, once the witness has seen that much; not waiting for ever for one that is away."""
        async with self._database.transaction(caller) as tx:
            latest = await self._checkpoints.require_latest(tx)
            end = await self._checkpoints.size_before(tx, to_time) if to_time else latest.tree_size
        for _ in range(WITNESS_LOOKS if self._witness_key else 0):
            async with self._database.transaction(caller) as tx:
                if await self._checkpoints.is_cosigned(tx, end):
                    break
            await asyncio.sleep(WITNESS_PAUSE_SECONDS)
        return end

    async def _proof(
        self, tx: Transaction, workspace_id: UUID, start: datetime, to_time: datetime | None, to_seq: int
    ) -> Proof:
        from_seq = min(await self._checkpoints.size_before(tx, start), to_seq)
        signed = await self._checkpoints.require_covering(tx, to_seq)
        left, right = merkle.range_plan(from_seq, to_seq, signed.tree_size)
        return Proof(
            workspace_id=str(workspace_id),
            from_time=rfc3339(start),
            to_time=rfc3339(to_time) if to_time else "",
            checkpoint=signed.full_note,
            log_key=self._checkpoints.log_key(workspace_id),
            witness_key=self._witness_key,
            from_seq=from_seq,
            to_seq=to_seq,
            tree_size=signed.tree_size,
            left=await self._log.prove(tx, left, signed.tree_size),
            right=await self._log.prove(tx, right, signed.tree_size),
            tiles=await self._log.tile_roots(tx, from_seq, to_seq),
        )

    async def _rows(
        self, tx: Transaction, proof: Proof, first: int, *, from_time: datetime, to_time: datetime
    ) -> list[Row]:
        end = min(first + EXPORT_CHUNK, proof.to_seq)
        texts = await self._store.texts(tx, first, end, from_time, to_time)
        hashes = await self._log.leaf_hashes(tx, first, end, proof.tree_size)
        # By place, so that a row that someone removed is missed in the file rather than shifting the others.
        by_seq = dict(zip(range(first, end), hashes, strict=False))
        return [Row(seq, entry_id, by_seq.get(seq, b""), leaf) for seq, entry_id, leaf in texts]


def _check_range(from_time: datetime | None, to_time: datetime | None) -> None:
    if from_time and to_time and to_time < from_time:
        raise TimeRangeReversedError(field="to_time")
