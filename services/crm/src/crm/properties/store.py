"""Property definitions in the database. Writers of values share a definition's row; who changes it waits for them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    any_,
    bindparam,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from crm.properties.model import Property
from kit.db import Queries, Transaction
from kit.statement import statement

metadata = MetaData()
properties = Table(
    "properties",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("property_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("phi", Boolean, nullable=False),
    Column("create_time", DateTime(timezone=True), nullable=False),
    UniqueConstraint("workspace_id", "name", name="properties_by_name"),
)

_NAMES = bindparam("names", type_=ARRAY(Text))
ALL = statement(select(properties).order_by(properties.c.name))
SHARE = statement(
    select(properties.c.name, properties.c.phi)
    .where(properties.c.name == any_(_NAMES))
    .order_by(properties.c.name)
    .with_for_update(read=True)
)
LOCK = statement(select(properties).where(properties.c.property_id == bindparam("property_id")).with_for_update())
ADD = statement(
    insert(properties)
    .values({name: bindparam(name) for name in properties.c.keys()})  # noqa: SIM118  a column collection, not a dict
    .on_conflict_do_nothing()
)
SET_PHI = statement(
    update(properties).where(properties.c.property_id == bindparam("id_of", type_=Uuid)).values(phi=bindparam("phi"))
)


class PropertyStore:
    """The definitions of the transaction's workspace."""

    async def all(self, tx: Queries) -> list[Property]:
        return [_property(row) for row in await tx.all(ALL)]

    async def share(self, tx: Transaction, names: Sequence[str]) -> dict[str, bool]:
        """Whether each known name is PHI; that stays so until the transaction ends."""
        return {row["name"]: row["phi"] for row in await tx.all(SHARE, names=names)}

    async def add(self, tx: Transaction, workspace_id: UUID, new: Sequence[Property]) -> None:
        """Adds definitions; a name that came to be known meanwhile is left as it is."""
        await tx.run_many(
            ADD,
            [
                {
                    "workspace_id": workspace_id,
                    "property_id": each.property_id,
                    "name": each.name,
                    "phi": each.phi,
                    "create_time": each.create_time,
                }
                for each in new
            ],
        )

    async def lock(self, tx: Transaction, property_id: UUID) -> Property | None:
        row = await tx.first(LOCK, property_id=property_id)
        return _property(row) if row else None

    async def set_phi(self, tx: Transaction, property_id: UUID, *, phi: bool) -> None:
        await tx.run(SET_PHI, id_of=property_id, phi=phi)


def _property(row: Any) -> Property:
    return Property(row["property_id"], row["name"], row["phi"], row["create_time"])
