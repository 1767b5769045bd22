"""Partitions, as the owner role sees them."""

from datetime import date

from sqlalchemy import text

from kit.db import Transaction
from kit.statement import statement

OPEN_MONTH = statement(text("SELECT open_month(CAST(:month AS date)) AS opened"))
PARTITIONS = statement(
    text(
        "SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent IN ('entries'::regclass, 'entry_records'::regclass) AND c.relname !~ '_default$'"
    )
)


class RetentionStore:
    """Rows are never deleted; a month goes as a whole."""

    async def open_month(self, tx: Transaction, month: date) -> bool:
        row = await tx.first(OPEN_MONTH, month=month)
        return bool(row and row["opened"])

    async def partitions(self, tx: Transaction) -> list[str]:
        return [row["name"] for row in await tx.all(PARTITIONS)]

    async def drop(self, tx: Transaction, partition: str) -> None:
        """The name is one of partitions(), matched against its fixed form."""
        await tx.run(statement(text(f"DROP TABLE {partition}")))
