"""The table of what the operator recorded of subprocessors. Of the deployment, so of no workspace."""

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.subprocessors.model import Subprocessor
from kit.db import Transaction
from kit.statement import statement

TIME = sa.DateTime(timezone=True)

subprocessors = sa.Table(
    "subprocessors",
    sa.MetaData(),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("touches_phi", sa.Boolean, nullable=False),
    sa.Column("baa", sa.Boolean, nullable=False),
    sa.Column("announce_time", TIME),
    sa.Column("effective_time", TIME),
    sa.Column("removed", sa.Boolean, nullable=False),
)
COLUMNS = tuple(subprocessors.c.keys())
_PUT = insert(subprocessors).values({name: sa.bindparam(name) for name in COLUMNS})
PUT = statement(
    _PUT.on_conflict_do_update(
        index_elements=["code"], set_={name: _PUT.excluded[name] for name in COLUMNS if name != "code"}
    )
)
ALL = statement(sa.select(subprocessors))
GET = statement(sa.select(subprocessors).where(subprocessors.c.code == sa.bindparam("code")))


async def put(tx: Transaction, subprocessor: Subprocessor) -> None:
    await tx.run(PUT, **{name: getattr(subprocessor, name) for name in COLUMNS})


async def all_recorded(tx: Transaction) -> list[Subprocessor]:
    return [_subprocessor(row) for row in await tx.all(ALL)]


async def get(tx: Transaction, code: str) -> Subprocessor | None:
    row = await tx.first(GET, code=code)
    return _subprocessor(row) if row else None


def _subprocessor(row: Record) -> Subprocessor:
    return Subprocessor(**{name: row[name] for name in COLUMNS})
