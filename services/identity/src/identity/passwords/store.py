"""The table of links to set a new password. A row of nobody belongs to a link that nobody was sent."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from kit.db import Transaction
from kit.ids import new_id
from kit.statement import statement

password_resets = sa.Table(
    "password_resets",
    sa.MetaData(),
    sa.Column("reset_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("expire_time", sa.DateTime(timezone=True), nullable=False),
)

TABLE = password_resets
IN_TIME = sa.and_(TABLE.c.token_hash == sa.bindparam("token_hash"), TABLE.c.expire_time > sa.bindparam("now"))

ADD = statement(sa.insert(TABLE).values({c.name: sa.bindparam(c.name, type_=c.type) for c in TABLE.c}))
FIND = statement(sa.select(TABLE.c.user_id).where(IN_TIME))
# Whoever deletes the row has used the link: of many at once one does.
TAKE = statement(sa.delete(TABLE).where(IN_TIME).returning(TABLE.c.user_id))
FORGET = statement(sa.delete(TABLE).where(TABLE.c.user_id == sa.bindparam("user_id")))
SWEEP = statement(sa.delete(TABLE).where(TABLE.c.expire_time < sa.bindparam("now")))


async def add(
    tx: Transaction, workspace_id: UUID, user_id: UUID | None, token_hash: bytes, expire_time: datetime
) -> None:
    await tx.run(
        ADD,
        reset_id=new_id(),
        workspace_id=workspace_id,
        user_id=user_id,
        token_hash=token_hash,
        expire_time=expire_time,
    )


async def find(tx: Transaction, token_hash: bytes, now: datetime) -> UUID | None:
    """Whose link it is, while it works."""
    row = await tx.first(FIND, token_hash=token_hash, now=now)
    return row["user_id"] if row else None


async def take(tx: Transaction, token_hash: bytes, now: datetime) -> UUID | None:
    """The same, and it is used from now on."""
    rows = await tx.all(TAKE, token_hash=token_hash, now=now)
    return rows[0]["user_id"] if rows else None


async def forget(tx: Transaction, user_id: UUID) -> None:
    """Whatever links the person was sent, they work no longer."""
    await tx.run(FORGET, user_id=user_id)


async def sweep(tx: Transaction, now: datetime) -> None:
    await tx.run(SWEEP, now=now)
