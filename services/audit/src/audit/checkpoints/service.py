"""Signs what the log has become, and finds what was signed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from audit.checkpoints import note
from audit.checkpoints.store import CheckpointStore, SignedCheckpoint
from audit.errors import LogEmptyError
from kit.caller import Caller
from kit.db import Database, Transaction

ORIGIN = "contactfollowup/audit/"


class Checkpoints:
    """One signing key for all logs of the deployment; each log signs under its own name, its origin."""

    def __init__(self, database: Database, store: CheckpointStore, seed: bytes) -> None:
        self._database = database
        self._store = store
        self._seed = seed

    def origin(self, workspace_id: UUID) -> str:
        return f"{ORIGIN}{workspace_id}"

    def log_key(self, workspace_id: UUID) -> str:
        return self._signer(workspace_id).verifier.text()

    def verifies(self, workspace_id: UUID, signed: str) -> bool:
        text, signatures = note.split(signed)
        return self._signer(workspace_id).verifier.verifies(text, signatures)

    async def sign(self, tx: Transaction, workspace_id: UUID, size: int, root: bytes, moment: datetime) -> None:
        text = note.Checkpoint(self.origin(workspace_id), size, root).text()
        signed = note.join(text, [self._signer(workspace_id).sign(text)])
        await self._store.add(tx, workspace_id, SignedCheckpoint(size, root, signed, moment))

    async def latest(self, tx: Transaction) -> SignedCheckpoint | None:
        return await self._store.latest(tx)

    async def require_latest(self, tx: Transaction) -> SignedCheckpoint:
        latest = await self._store.latest(tx)
        if latest is None:
            raise LogEmptyError
        return latest

    async def require_covering(self, tx: Transaction, size: int) -> SignedCheckpoint:
        """The newest cosigned checkpoint when it covers this size, otherwise the newest."""
        cosigned = await self._store.latest_cosigned(tx)
        if cosigned is not None and cosigned.tree_size >= size:
            return cosigned
        return await self.require_latest(tx)

    async def is_cosigned(self, tx: Transaction, size: int) -> bool:
        """Whether the witness has cosigned a checkpoint that covers this size."""
        cosigned = await self._store.latest_cosigned(tx)
        return cosigned is not None and cosigned.tree_size >= size

    async def all(self, tx: Transaction) -> Sequence[tuple[int, bytes, str]]:
        """(size, root, note) of every checkpoint, smallest first."""
        return await self._store.all(tx)

    async def size_before(self, tx: Transaction, moment: datetime) -> int:
        return await self._store.size_before(tx, moment)

    async def get_checkpoint(self, caller: Caller) -> SignedCheckpoint:
        """The newest checkpoint of the caller's log, with its cosignature when a witness gave one."""
        async with self._database.transaction(caller) as tx:
            return await self.require_latest(tx)

    def _signer(self, workspace_id: UUID) -> note.Signer:
        return note.Signer(self.origin(workspace_id), self._seed)
