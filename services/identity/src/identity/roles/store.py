"""The table of custom roles. Names are configuration, not personal data, and stand in the clear."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import JSONB

from identity.errors import RoleNameTakenError
from identity.roles.model import DefinedRole, Rights, Visibility
from kit.db import Transaction, UniqueConflict
from kit.statement import statement

NAME_UNIQUE = "roles_name_key"

roles = sa.Table(
    "roles",
    sa.MetaData(),
    sa.Column("role_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("permissions", JSONB, nullable=False),
    sa.Column("visibility", sa.Text, nullable=False),
    sa.Column("hidden_fields", JSONB, nullable=False),
    sa.Column("read_only_fields", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
)

ADD = statement(sa.insert(roles).values({column.name: sa.bindparam(column.name) for column in roles.c}))
# The workspace is named, because an exchange reads in a transaction of the whole deployment.
NAMED = sa.select(roles).where(
    roles.c.workspace_id == sa.bindparam("workspace_id"), roles.c.role_id == sa.bindparam("role_id")
)
GET = statement(NAMED)
# Held while a role is given, so that it is not removed between; removing waits for, and bars, both.
HOLD = statement(NAMED.with_for_update(read=True))
LOCK = statement(NAMED.with_for_update())
LIST = statement(sa.select(roles).order_by(sa.func.lower(roles.c.name), roles.c.role_id))
WITH_PERMISSION = statement(
    sa.select(roles.c.role_id).where(roles.c.permissions.has_key(sa.bindparam("permission", type_=sa.Text)))
)
COUNT = statement(sa.select(sa.func.count().label("found")).select_from(roles))
CHANGED = ("name", "permissions", "visibility", "hidden_fields", "read_only_fields", "version", "update_time")
UPDATE = statement(
    sa.update(roles).where(roles.c.role_id == sa.bindparam("id")).values({name: sa.bindparam(name) for name in CHANGED})
)
DELETE = statement(sa.delete(roles).where(roles.c.role_id == sa.bindparam("id")))


async def add(tx: Transaction, workspace_id: UUID, role: DefinedRole) -> None:
    """Raises RoleNameTakenError."""
    with_id = {"role_id": UUID(role.role_id), "workspace_id": workspace_id, "create_time": role.create_time}
    try:
        await tx.run(ADD, **with_id, **_changed(role, role.update_time))
    except UniqueConflict as conflict:
        raise _translated(conflict) from None


async def update(tx: Transaction, role: DefinedRole, now: datetime) -> None:
    """Raises RoleNameTakenError."""
    try:
        await tx.run(UPDATE, id=UUID(role.role_id), **_changed(role, now))
    except UniqueConflict as conflict:
        raise _translated(conflict) from None


async def get(tx: Transaction, workspace_id: UUID, role_id: UUID) -> DefinedRole | None:
    return _role(await tx.first(GET, workspace_id=workspace_id, role_id=role_id))


async def hold(tx: Transaction, workspace_id: UUID, role_id: UUID) -> DefinedRole | None:
    """The role, which stays as long as the transaction runs."""
    return _role(await tx.first(HOLD, workspace_id=workspace_id, role_id=role_id))


async def lock(tx: Transaction, workspace_id: UUID, role_id: UUID) -> DefinedRole | None:
    """The role, to change or remove; whoever gives it meanwhile waits."""
    return _role(await tx.first(LOCK, workspace_id=workspace_id, role_id=role_id))


async def list_all(tx: Transaction) -> list[DefinedRole]:
    return [role for row in await tx.all(LIST) if (role := _role(row))]


async def with_permission(tx: Transaction, permission: str) -> list[str]:
    return [str(row["role_id"]) for row in await tx.all(WITH_PERMISSION, permission=permission)]


async def count(tx: Transaction) -> int:
    row = await tx.first(COUNT)
    return int(row["found"]) if row else 0


async def remove(tx: Transaction, role_id: str) -> None:
    await tx.run(DELETE, id=UUID(role_id))


def _changed(role: DefinedRole, update_time: datetime | None) -> dict[str, Any]:
    return {
        "name": role.name,
        "permissions": sorted(role.rights.permissions),
        "visibility": role.rights.visibility.value,
        "hidden_fields": sorted(role.rights.hidden_fields),
        "read_only_fields": sorted(role.rights.read_only_fields),
        "version": role.version,
        "update_time": update_time,
    }


def _translated(conflict: UniqueConflict) -> Exception:
    return RoleNameTakenError(field="role.name") if conflict.constraint == NAME_UNIQUE else conflict


def _role(row: Record | None) -> DefinedRole | None:
    if row is None:
        return None
    return DefinedRole(
        role_id=str(row["role_id"]),
        name=row["name"],
        rights=Rights(
            permissions=frozenset(row["permissions"]),
            visibility=Visibility(row["visibility"]),
            hidden_fields=frozenset(row["hidden_fields"]),
            read_only_fields=frozenset(row["read_only_fields"]),
        ),
        version=row["version"],
        create_time=row["create_time"],
        update_time=row["update_time"],
    )
