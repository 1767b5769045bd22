"""Workspaces and their data keys, which seal what is personal and belongs to no patient."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.errors import WorkspaceNotFoundError
from identity.workspaces.model import Workspace, WorkspaceKind
from kit.db import Transaction
from kit.statement import statement
from phi_crypto import DataKey, MasterKeys

workspaces = sa.Table(
    "workspaces",
    sa.MetaData(),
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("deployment", sa.Boolean, nullable=False),
)
data_keys = sa.Table(
    "data_keys",
    sa.MetaData(),
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("wrapped", sa.Text, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
)

# Two bootstraps at once agree on one workspace of each kind: the second adds nothing and reads the first's.
ADD = statement(
    insert(workspaces)
    .values({column.name: sa.bindparam(column.name) for column in workspaces.c})
    .on_conflict_do_nothing(index_elements=["kind"], index_where=workspaces.c.deployment)
)
LIST = statement(sa.select(workspaces).where(workspaces.c.deployment).order_by(workspaces.c.kind))
LIST_ALL = statement(sa.select(workspaces).order_by(workspaces.c.workspace_id))
RENAME = statement(
    sa.update(workspaces)
    .where(workspaces.c.workspace_id == sa.bindparam("id"))
    .values(display_name=sa.bindparam("name"))
)
GET = statement(sa.select(workspaces).where(workspaces.c.workspace_id == sa.bindparam("id")))
ADD_KEY = statement(
    insert(data_keys)
    .values({column.name: sa.bindparam(column.name) for column in data_keys.c})
    .on_conflict_do_nothing(index_elements=["workspace_id"])
)
LIST_KEYS = statement(sa.select(data_keys.c.workspace_id, data_keys.c.wrapped))
# Only when no other run was faster.
REWRAP = statement(
    sa.update(data_keys)
    .where(data_keys.c.workspace_id == sa.bindparam("id"), data_keys.c.wrapped == sa.bindparam("old"))
    .values(wrapped=sa.bindparam("new"))
)
GET_KEY = statement(sa.select(data_keys.c.wrapped).where(data_keys.c.workspace_id == sa.bindparam("id")))


async def add(tx: Transaction, workspace: Workspace) -> None:
    """Adds the workspace; one of the deployment's own only unless there is one of its kind."""
    await tx.run(
        ADD,
        workspace_id=workspace.workspace_id,
        kind=workspace.kind.value,
        display_name=workspace.display_name,
        create_time=workspace.create_time,
        deployment=workspace.deployment,
    )


async def rename(tx: Transaction, workspace_id: UUID, display_name: str) -> None:
    await tx.run(RENAME, id=workspace_id, name=display_name)


async def list_all(tx: Transaction) -> list[Workspace]:
    return [_workspace(row) for row in await tx.all(LIST_ALL)]


async def list_own(tx: Transaction) -> list[Workspace]:
    """Those of the deployment itself, without the practices that signed up."""
    return [_workspace(row) for row in await tx.all(LIST)]


async def get(tx: Transaction, workspace_id: UUID) -> Workspace | None:
    row = await tx.first(GET, id=workspace_id)
    return _workspace(row) if row else None


class WorkspaceKeys:
    """Data keys of workspaces, unwrapped once and kept: every sign-in needs one."""

    def __init__(self, master: MasterKeys) -> None:
        self._master = master
        self._keys: dict[UUID, DataKey] = {}

    async def add(self, tx: Transaction, workspace_id: UUID, now: datetime) -> None:
        """Adds a data key unless the workspace has one."""
        _, wrapped = self._master.new_data_key(_owner(workspace_id))
        await tx.run(ADD_KEY, workspace_id=workspace_id, wrapped=wrapped, create_time=now)

    async def of(self, tx: Transaction, workspace_id: UUID) -> DataKey:
        if workspace_id not in self._keys:
            row = await tx.first(GET_KEY, id=workspace_id)
            if row is None:
                raise WorkspaceNotFoundError
            self._keys[workspace_id] = self._master.unwrap(row["wrapped"], _owner(workspace_id))
        return self._keys[workspace_id]

    async def rewrap(self, tx: Transaction) -> int:
        """Wraps every data key under the current master key; how many were not. What is sealed stays as it is."""
        changed = 0
        for row in await tx.all(LIST_KEYS):
            new = self._master.rewrap(row["wrapped"], _owner(row["workspace_id"]))
            if new != row["wrapped"]:
                changed += await tx.run(REWRAP, id=row["workspace_id"], old=row["wrapped"], new=new)
        return changed


def _owner(workspace_id: UUID) -> str:
    return f"{workspace_id}/workspace"


def _workspace(row: Record) -> Workspace:
    return Workspace(
        workspace_id=row["workspace_id"],
        kind=WorkspaceKind(row["kind"]),
        display_name=row["display_name"],
        create_time=row["create_time"],
        deployment=row["deployment"],
    )
