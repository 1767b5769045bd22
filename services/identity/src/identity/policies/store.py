"""The table of agreements to policies: added to, never changed. The name attested is sealed."""

from uuid import UUID

import sqlalchemy as sa

from identity.policies.model import Acceptance
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction
from kit.ids import new_id
from kit.statement import statement
from phi_crypto import Binding

policy_acceptances = sa.Table(
    "policy_acceptances",
    sa.MetaData(),
    sa.Column("acceptance_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("accept_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("attested_name_enc", sa.Text),
)

TABLE = policy_acceptances
ADD = statement(sa.insert(TABLE).values({column.name: sa.bindparam(column.name) for column in TABLE.c}))
LATEST = statement(
    sa.select(TABLE.c.version, TABLE.c.accept_time, TABLE.c.source)
    .where(TABLE.c.user_id == sa.bindparam("user_id"))
    .order_by(TABLE.c.acceptance_id.desc())
    .limit(sa.literal_column("1"))
)


class PolicyStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def add(
        self, tx: Transaction, workspace_id: UUID, user_id: UUID, acceptance: Acceptance, attested_name: str
    ) -> None:
        acceptance_id = new_id()
        binding = Binding(str(workspace_id), TABLE.name, "attested_name_enc").row(str(acceptance_id))
        key = await self._keys.of(tx, workspace_id)
        await tx.run(
            ADD,
            acceptance_id=acceptance_id,
            workspace_id=workspace_id,
            user_id=user_id,
            version=acceptance.version,
            accept_time=acceptance.accept_time,
            source=acceptance.source,
            attested_name_enc=key.seal(attested_name, binding) if attested_name else None,
        )

    async def latest(self, tx: Transaction, user_id: UUID) -> Acceptance | None:
        row = await tx.first(LATEST, user_id=user_id)
        return Acceptance(**row) if row else None
