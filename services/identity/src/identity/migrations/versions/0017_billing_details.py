"""Whom invoices are made out to."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "billing_details",
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), primary_key=True),
        sa.Column("details_enc", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    isolate(op, "billing_details")
    grant(op, "billing_details", "SELECT, INSERT, UPDATE")
