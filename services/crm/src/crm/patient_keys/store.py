"""Wrapped data keys, of contacts and of imports, across the deployment."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Table, Text, Uuid, bindparam, select, tuple_, update

from crm.contacts.tables import data_keys
from crm.imports.statements import imports
from kit.db import Transaction
from kit.statement import Statement, statement


class KeyTable:
    """One table that holds wrapped keys, by workspace and id."""

    def __init__(self, table: Table, id_column: str, owner: str) -> None:
        key_id = table.c[id_column]
        self.owner = owner
        self.page = statement(
            select(table.c.workspace_id, key_id.label("owner_id"), table.c.wrapped_key)
            .where(
                tuple_(table.c.workspace_id, key_id)
                > tuple_(bindparam("workspace_id", type_=Uuid), bindparam("after", type_=Uuid)),
                table.c.wrapped_key.not_like(bindparam("current", type_=Text)),
            )
            .order_by(table.c.workspace_id, key_id)
            .limit(bindparam("limit", type_=Integer))
            .with_for_update()
        )
        self.save: Statement = statement(
            update(table)
            .where(
                table.c.workspace_id == bindparam("of_workspace", type_=Uuid),
                key_id == bindparam("of_owner", type_=Uuid),
            )
            .values(wrapped_key=bindparam("rewrapped"))
        )


KEY_TABLES = (
    KeyTable(data_keys, "patient_id", "{workspace_id}/{owner_id}"),
    KeyTable(imports, "import_id", "{workspace_id}/import/{owner_id}"),
)


class KeyStore:
    """Keys as they are wrapped."""

    async def outdated(
        self, tx: Transaction, table: KeyTable, current_id: str, after: tuple[UUID, UUID], limit: int
    ) -> list[Any]:
        """Keys not wrapped under the master key `current_id`, in order, locked."""
        return await tx.all(
            table.page, workspace_id=after[0], after=after[1], current=f"w1.{current_id}.%", limit=limit
        )

    async def save(self, tx: Transaction, table: KeyTable, rewrapped: Sequence[dict[str, Any]]) -> None:
        await tx.run_many(table.save, rewrapped)
