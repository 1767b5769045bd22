"""The table of policies: one row a workspace, from its first change on."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from identity.security_policies.model import SecurityPolicy
from kit.db import Transaction
from kit.errors import Stale
from kit.statement import statement

security_policies = sa.Table(
    "security_policies",
    sa.MetaData(),
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("mfa_required_time", sa.DateTime(timezone=True)),
    sa.Column("grace_period_days", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

COLUMNS = [column for column in security_policies.c if column.name != "workspace_id"]
GET = statement(sa.select(*COLUMNS).where(security_policies.c.workspace_id == sa.bindparam("workspace_id")))
PUT = insert(security_policies).values({column.name: sa.bindparam(column.name) for column in security_policies.c})
# Only when nobody changed it meanwhile.
SAVE = statement(
    PUT.on_conflict_do_update(
        index_elements=["workspace_id"],
        set_={column.name: PUT.excluded[column.name] for column in COLUMNS},
        where=security_policies.c.version == PUT.excluded.version - sa.literal_column("1"),
    )
)


async def get(tx: Transaction, workspace_id: UUID) -> SecurityPolicy:
    row = await tx.first(GET, workspace_id=workspace_id)
    return SecurityPolicy(**row) if row else SecurityPolicy()


async def save(tx: Transaction, workspace_id: UUID, policy: SecurityPolicy) -> None:
    """Raises Stale."""
    saved = await tx.run(
        SAVE,
        workspace_id=workspace_id,
        mfa_required_time=policy.mfa_required_time,
        grace_period_days=policy.grace_period_days,
        version=policy.version,
    )
    if not saved:
        raise Stale
