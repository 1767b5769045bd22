"""The table of password hashes, one row a person."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from kit.db import Transaction
from kit.statement import statement

credentials = sa.Table(
    "credentials",
    sa.MetaData(),
    sa.Column("user_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("change_time", sa.DateTime(timezone=True), nullable=False),
)

INSERT = insert(credentials).values({column.name: sa.bindparam(column.name) for column in credentials.c})
SET = statement(
    INSERT.on_conflict_do_update(
        index_elements=["user_id"],
        set_={
            "password_hash": INSERT.excluded.password_hash,
            "change_time": INSERT.excluded.change_time,
        },
    )
)
GET = statement(sa.select(credentials.c.password_hash).where(credentials.c.user_id == sa.bindparam("id")))
# Whoever sets another password waits, and then ends what was opened by this one.
HOLD = statement(
    sa.select(credentials.c.password_hash).where(credentials.c.user_id == sa.bindparam("id")).with_for_update()
)
# Only when nobody changed the password meanwhile.
REHASH = statement(
    sa.update(credentials)
    .where(credentials.c.user_id == sa.bindparam("id"), credentials.c.password_hash == sa.bindparam("old"))
    .values(password_hash=sa.bindparam("new"))
)


async def put(tx: Transaction, workspace_id: UUID, user_id: UUID, password_hash: str, now: datetime) -> None:
    await tx.run(SET, user_id=user_id, workspace_id=workspace_id, password_hash=password_hash, change_time=now)


async def get(tx: Transaction, user_id: UUID) -> str | None:
    row = await tx.first(GET, id=user_id)
    return row["password_hash"] if row else None


async def hold(tx: Transaction, user_id: UUID) -> str | None:
    """The same, changed by nobody else until this transaction ends."""
    row = await tx.first(HOLD, id=user_id)
    return row["password_hash"] if row else None


async def rehash(tx: Transaction, user_id: UUID, old: str, new: str) -> None:
    await tx.run(REHASH, id=user_id, old=old, new=new)
