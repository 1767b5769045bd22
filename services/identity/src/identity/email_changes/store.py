"""The table of addresses that wait to be confirmed: one a person, sealed. A known address has a link nobody is sent."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from identity.email_changes.model import EmailChange
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction
from kit.statement import statement
from phi_crypto import Binding

email_changes = sa.Table(
    "email_changes",
    sa.MetaData(),
    sa.Column("change_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("email_enc", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("expire_time", sa.DateTime(timezone=True), nullable=False),
)

TABLE = email_changes
OF_USER = TABLE.c.user_id == sa.bindparam("user_id")
ADD = statement(sa.insert(TABLE).values({c.name: sa.bindparam(c.name, type_=c.type) for c in TABLE.c}))
# Whoever deletes the row has used the link: of many at once one does.
TAKE = statement(
    sa.delete(TABLE)
    .where(TABLE.c.token_hash == sa.bindparam("token_hash"), OF_USER, TABLE.c.expire_time > sa.bindparam("now"))
    .returning(*TABLE.c)
)
FORGET = statement(sa.delete(TABLE).where(OF_USER))
SWEEP = statement(sa.delete(TABLE).where(TABLE.c.expire_time < sa.bindparam("now")))


class EmailChangeStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def put(self, tx: Transaction, change: EmailChange, token_hash: bytes, expire_time: datetime) -> None:
        """In place of what the person asked for before."""
        key = await self._keys.of(tx, change.workspace_id)
        await forget(tx, change.user_id)
        await tx.run(
            ADD,
            change_id=change.change_id,
            workspace_id=change.workspace_id,
            user_id=change.user_id,
            email_enc=key.seal(change.email, _binding(change.workspace_id, change.change_id)),
            token_hash=token_hash,
            expire_time=expire_time,
        )

    async def take(self, tx: Transaction, token_hash: bytes, user_id: UUID, now: datetime) -> EmailChange | None:
        """What this link of this person confirms; it is used from now on."""
        rows = await tx.all(TAKE, token_hash=token_hash, user_id=user_id, now=now)
        if not rows:
            return None
        (row,) = rows
        key = await self._keys.of(tx, row["workspace_id"])
        email = key.open(row["email_enc"], _binding(row["workspace_id"], row["change_id"]))
        return EmailChange(row["change_id"], row["workspace_id"], user_id, email)


async def forget(tx: Transaction, user_id: UUID) -> None:
    """Whatever address the person asked for, its link works no longer."""
    await tx.run(FORGET, user_id=user_id)


async def sweep(tx: Transaction, now: datetime) -> None:
    await tx.run(SWEEP, now=now)


def _binding(workspace_id: UUID, change_id: UUID) -> bytes:
    return Binding(str(workspace_id), TABLE.name, "email_enc").row(str(change_id))
