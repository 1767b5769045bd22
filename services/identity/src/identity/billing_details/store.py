"""The table of billing details, one row a workspace, sealed as a whole."""

import json
from dataclasses import asdict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from identity.billing_details.model import BillingDetails
from identity.practices.model import Address
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction
from kit.errors import Stale
from kit.statement import statement
from phi_crypto import Binding

billing_details = sa.Table(
    "billing_details",
    sa.MetaData(),
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("details_enc", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
GET = statement(sa.select(billing_details).where(billing_details.c.workspace_id == sa.bindparam("workspace_id")))
INSERT = insert(billing_details).values({c.name: sa.bindparam(c.name, type_=c.type) for c in billing_details.c})
# One version after the other: of two changes at once, the second touches no row.
PUT = statement(
    INSERT.on_conflict_do_update(
        index_elements=["workspace_id"],
        set_={name: INSERT.excluded[name] for name in ("details_enc", "version")},
        where=billing_details.c.version == INSERT.excluded.version - sa.literal_column("1"),
    )
)


class BillingDetailsStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def get(self, tx: Transaction, workspace_id: UUID) -> BillingDetails:
        row = await tx.first(GET, workspace_id=workspace_id)
        if row is None:
            return BillingDetails()
        key = await self._keys.of(tx, workspace_id)
        told = json.loads(key.open(row["details_enc"], _binding(workspace_id)))
        return BillingDetails(**{**told, "address": Address(**told["address"])}, version=row["version"])

    async def put(self, tx: Transaction, workspace_id: UUID, details: BillingDetails) -> None:
        """Keeps the details as their version. Raises Stale when another change took that version."""
        key = await self._keys.of(tx, workspace_id)
        told = asdict(details)
        version = told.pop("version")
        sealed = key.seal(json.dumps(told), _binding(workspace_id))
        if not await tx.run(PUT, workspace_id=workspace_id, details_enc=sealed, version=version):
            raise Stale


def _binding(workspace_id: UUID) -> bytes:
    return Binding(str(workspace_id), billing_details.name, "details_enc").row(str(workspace_id))
