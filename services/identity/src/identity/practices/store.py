"""The table of practices, one row a workspace; the name is the workspace's. The tax id is sealed."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from identity.practices.model import Address, Practice, PracticeSize
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction
from kit.errors import Stale
from kit.statement import statement
from phi_crypto import Binding

practices = sa.Table(
    "practices",
    sa.MetaData(),
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("size", sa.Text, nullable=False),
    sa.Column("street", sa.Text, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("postal_code", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("npi", sa.Text, nullable=False),
    sa.Column("tax_id_enc", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
)

GET = statement(sa.select(practices).where(practices.c.workspace_id == sa.bindparam("workspace_id")))
INSERT = insert(practices).values({c.name: sa.bindparam(c.name, type_=c.type) for c in practices.c})
# One version after the other: of two changes at once, the second touches no row.
PUT = statement(
    INSERT.on_conflict_do_update(
        index_elements=["workspace_id"],
        set_={c.name: INSERT.excluded[c.name] for c in practices.c if c.name != "workspace_id"},
        where=practices.c.version == INSERT.excluded.version - sa.literal_column("1"),
    )
)


class PracticeStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def get(self, tx: Transaction, workspace_id: UUID, name: str) -> Practice:
        row = await tx.first(GET, workspace_id=workspace_id)
        if row is None:
            return Practice(name)
        key = await self._keys.of(tx, workspace_id)
        sealed = row["tax_id_enc"]
        return Practice(
            name=name,
            size=PracticeSize(row["size"]),
            address=Address(row["street"], row["city"], row["region"], row["postal_code"], row["country"]),
            npi=row["npi"],
            tax_id=key.open(sealed, _binding(workspace_id)) if sealed else "",
            version=row["version"],
        )

    async def put(self, tx: Transaction, workspace_id: UUID, practice: Practice) -> None:
        """Keeps the practice as its version. Raises Stale when another change took that version."""
        key, address = await self._keys.of(tx, workspace_id), practice.address
        kept = await tx.run(
            PUT,
            workspace_id=workspace_id,
            size=practice.size.value,
            street=address.street,
            city=address.city,
            region=address.region,
            postal_code=address.postal_code,
            country=address.country,
            npi=practice.npi,
            tax_id_enc=key.seal(practice.tax_id, _binding(workspace_id)) if practice.tax_id else None,
            version=practice.version,
        )
        if not kept:
            raise Stale


def _binding(workspace_id: UUID) -> bytes:
    return Binding(str(workspace_id), practices.name, "tax_id_enc").row(str(workspace_id))
