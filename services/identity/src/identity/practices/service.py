"""The practice's profile: shown to and changed by administrators."""

from dataclasses import replace

from identity.practices.model import Practice, changed
from identity.practices.store import PracticeStore
from identity.workspaces.service import Workspaces
from kit import etag
from kit.caller import Caller
from kit.db import Database, Transaction


class Practices:
    def __init__(self, *, db: Database, store: PracticeStore, workspaces: Workspaces) -> None:
        self._db = db
        self._store = store
        self._workspaces = workspaces

    async def get(self, caller: Caller) -> Practice:
        """The profile of the caller's practice."""
        async with self._db.transaction(caller) as tx:
            return await self._get(tx, caller)

    async def update(self, caller: Caller, wanted: Practice, paths: tuple[str, ...], expected: str) -> Practice:
        """Changes the fields named. Raises Stale, InvalidNpiError, FieldFixedError."""
        async with self._db.transaction(caller) as tx:
            current = await self._get(tx, caller)
            etag.check(expected, current.version)
            after = replace(changed(current, wanted, paths), version=current.version + 1)
            await self._store.put(tx, caller.workspace_id, after)
            if after.name != current.name:
                await self._workspaces.rename(tx, caller.workspace_id, after.name)
            tx.audit("practice", [str(caller.workspace_id)], sorted({path.partition(".")[0] for path in paths}))
        return after

    async def _get(self, tx: Transaction, caller: Caller) -> Practice:
        name = await self._workspaces.name(tx, caller.workspace_id)
        return await self._store.get(tx, caller.workspace_id, name)
