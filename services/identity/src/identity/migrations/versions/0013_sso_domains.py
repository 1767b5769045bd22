"""Domains of workspaces: claimed, and proved by a TXT record."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sso_domains",
        sa.Column("domain_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("domain", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("verify_time", TIME),
        sa.UniqueConstraint("workspace_id", "domain", name="sso_domains_claim_key"),
    )
    proved = sa.text("verify_time IS NOT NULL")
    op.create_index("sso_domains_proved_key", "sso_domains", ["domain"], unique=True, postgresql_where=proved)
    isolate(op, "sso_domains", deployment=True)
    grant(op, "sso_domains", "SELECT, INSERT, UPDATE, DELETE")
