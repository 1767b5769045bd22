"""The workspaces of the deployment: made once, then only read."""

from uuid import UUID

from identity.errors import WorkspaceNotFoundError
from identity.ports import Founded
from identity.workspaces import store
from identity.workspaces.model import DISPLAY_NAMES, Workspace, WorkspaceKind
from identity.workspaces.store import WorkspaceKeys
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Unavailable
from kit.ids import new_id


class Workspaces:
    def __init__(self, db: Database, keys: WorkspaceKeys, founded: Founded, clock: Clock) -> None:
        self._db = db
        self._founded = founded
        self._keys = keys
        self._clock = clock
        self._known: dict[UUID, Workspace] = {}

    async def bootstrap(self) -> dict[WorkspaceKind, UUID]:
        """Makes sure that there is one workspace of each kind; says which they are."""
        now = self._clock.now()
        async with self._db.transaction(DEPLOYMENT) as tx:
            for kind, name in DISPLAY_NAMES.items():
                await store.add(tx, Workspace(new_id(), kind, name, now))
            found = {workspace.kind: workspace.workspace_id for workspace in await store.list_all(tx)}
            for kind, workspace_id in found.items():
                await self._keys.add(tx, workspace_id, now)
                await self._founded(tx, workspace_id, sandbox=kind is WorkspaceKind.SANDBOX)
        return found

    async def rewrap_keys(self) -> int:
        """Moves the workspaces' data keys to the current master key; how many were not there yet."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            return await self._keys.rewrap(tx)

    async def get(self, tx: Transaction, workspace_id: UUID) -> Workspace:
        """The workspace; kept, because one never changes."""
        if workspace_id not in self._known:
            workspace = await store.get(tx, workspace_id)
            if workspace is None:
                raise WorkspaceNotFoundError
            self._known[workspace_id] = workspace
        return self._known[workspace_id]

    async def all(self, tx: Transaction) -> list[Workspace]:
        """Every workspace of the deployment."""
        return await store.list_all(tx)

    async def production(self, tx: Transaction) -> UUID:
        """Where it is recorded what belongs to nobody in particular."""
        for workspace in self._known.values():
            if workspace.kind is WorkspaceKind.PRODUCTION:
                return workspace.workspace_id
        self._known.update({workspace.workspace_id: workspace for workspace in await store.list_all(tx)})
        if not self._known:
            raise Unavailable("There is no workspace yet. Run `python -m identity bootstrap`.")
        return await self.production(tx)
