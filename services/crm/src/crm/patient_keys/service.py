"""Rotation of the master key: every data key is wrapped again under the current one, while everything runs."""

from uuid import UUID

from crm.patient_keys.store import KEY_TABLES, KeyStore, KeyTable
from kit.db import DEPLOYMENT, Database
from phi_crypto import MasterKeys

BATCH = 500
START = (UUID(int=0), UUID(int=0))


class KeyRotation:
    """Re-wraps in small transactions; what is done is recognised, so it can be stopped and begun again."""

    def __init__(self, database: Database, store: KeyStore, keys: MasterKeys) -> None:
        self._database = database
        self._store = store
        self._keys = keys

    async def run(self, batch: int = BATCH) -> int:
        """How many keys were wrapped again."""
        return sum([await self._rewrap_table(table, batch) for table in KEY_TABLES])

    async def _rewrap_table(self, table: KeyTable, batch: int) -> int:
        count, after = 0, START
        while True:
            async with self._database.transaction(DEPLOYMENT) as tx:
                rows = await self._store.outdated(tx, table, self._keys.key_id, after, batch)
                await self._store.save(tx, table, [self._rewrapped(table, row) for row in rows])
            if not rows:
                return count
            count += len(rows)
            after = (rows[-1]["workspace_id"], rows[-1]["owner_id"])

    def _rewrapped(self, table: KeyTable, row: dict[str, object]) -> dict[str, object]:
        owner = table.owner.format(workspace_id=row["workspace_id"], owner_id=row["owner_id"])
        return {
            "of_workspace": row["workspace_id"],
            "of_owner": row["owner_id"],
            "rewrapped": self._keys.rewrap(str(row["wrapped_key"]), owner),
        }
