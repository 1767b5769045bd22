"""The count of contacts. Triggers keep it beside every change of contacts; nothing here writes it."""

from uuid import UUID

from sqlalchemy import BigInteger, Column, MetaData, SmallInteger, Table, Uuid, bindparam, func, select

from kit.db import Queries, Transaction
from kit.statement import statement

# Several rows a workspace, so that those who write at once rarely wait for each other; the count is their sum.
contact_counts = Table(
    "contact_counts",
    MetaData(),
    Column("workspace_id", Uuid, primary_key=True),
    Column("slot", SmallInteger, primary_key=True),
    Column("contacts", BigInteger, nullable=False),
)
_SUM = func.coalesce(func.sum(contact_counts.c.contacts), 0)
COUNT = statement(select(_SUM).where(contact_counts.c.workspace_id == bindparam("workspace_id")))
HOLD = statement(select(func.hold_contact_count(bindparam("workspace_id", type_=Uuid))))


async def count(tx: Queries, workspace_id: UUID) -> int:
    row = await tx.first(COUNT, workspace_id=workspace_id)
    return int(row[0]) if row else 0


async def hold(tx: Transaction, workspace_id: UUID) -> int:
    """The count; whoever else holds it waits until this transaction ends, and then sees what it added."""
    row = await tx.first(HOLD, workspace_id=workspace_id)
    return int(row[0]) if row else 0
