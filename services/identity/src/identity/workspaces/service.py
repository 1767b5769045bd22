"""Workspaces: the deployment's own, made once, and one for each practice that signs up."""

from datetime import datetime, timedelta
from uuid import UUID

from identity.errors import WorkspaceNotFoundError
from identity.ports import Founded
from identity.workspaces import store
from identity.workspaces.model import DISPLAY_NAMES, NEW_PRACTICE, Workspace, WorkspaceKind
from identity.workspaces.store import WorkspaceKeys
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Unavailable
from kit.ids import new_id

KEPT = timedelta(seconds=5)


class Workspaces:
    def __init__(self, db: Database, keys: WorkspaceKeys, founded: Founded, clock: Clock) -> None:
        self._db = db
        self._founded = founded
        self._keys = keys
        self._clock = clock
        self._known: dict[UUID, tuple[Workspace, datetime]] = {}
        self._production: UUID | None = None

    async def bootstrap(self) -> dict[WorkspaceKind, UUID]:
        """Makes sure that there is one workspace of each kind; says which they are."""
        now = self._clock.now()
        async with self._db.transaction(DEPLOYMENT) as tx:
            for kind, name in DISPLAY_NAMES.items():
                await store.add(tx, Workspace(new_id(), kind, name, now))
            found = {workspace.kind: workspace.workspace_id for workspace in await store.list_own(tx)}
            for kind, workspace_id in found.items():
                await self._keys.add(tx, workspace_id, now)
                await self._founded(tx, workspace_id, sandbox=kind is WorkspaceKind.SANDBOX)
        return found

    async def rewrap_keys(self) -> int:
        """Moves the workspaces' data keys to the current master key; how many were not there yet."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            return await self._keys.rewrap(tx)

    async def found(self, tx: Transaction) -> UUID:
        """A production workspace of its own for a practice that signed up, with a data key of its own."""
        now = self._clock.now()
        workspace = Workspace(new_id(), WorkspaceKind.PRODUCTION, NEW_PRACTICE, now, deployment=False)
        await store.add(tx, workspace)
        await self._keys.add(tx, workspace.workspace_id, now)
        return workspace.workspace_id

    async def rename(self, tx: Transaction, workspace_id: UUID, display_name: str) -> None:
        """Gives the workspace another name, shown everywhere within five seconds."""
        await store.rename(tx, workspace_id, display_name)
        self._known.pop(workspace_id, None)

    async def get(self, tx: Transaction, workspace_id: UUID) -> Workspace:
        """The workspace; kept for five seconds, because only its name ever changes."""
        now = self._clock.now()
        workspace, keep_until = self._known.get(workspace_id, (None, now))
        if workspace is None or now >= keep_until:
            workspace = await store.get(tx, workspace_id)
            if workspace is None:
                raise WorkspaceNotFoundError
            self._known[workspace_id] = workspace, now + KEPT
        return workspace

    async def name(self, tx: Transaction, workspace_id: UUID) -> str:
        """Its name of this moment, for who is about to change it."""
        self._known.pop(workspace_id, None)
        return (await self.get(tx, workspace_id)).display_name

    async def all(self, tx: Transaction) -> list[Workspace]:
        """Every workspace, those of practices that signed up among them."""
        return await store.list_all(tx)

    async def production(self, tx: Transaction) -> UUID:
        """The deployment's own: where it is recorded what belongs to nobody in particular."""
        if self._production is None:
            own = {workspace.kind: workspace.workspace_id for workspace in await store.list_own(tx)}
            self._production = own.get(WorkspaceKind.PRODUCTION)
        if self._production is None:
            raise Unavailable("There is no workspace yet. Run `python -m identity bootstrap`.")
        return self._production
