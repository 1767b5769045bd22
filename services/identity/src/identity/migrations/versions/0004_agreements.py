"""Signatures under the BAA, and switches of PHI mode: rows that are added and never changed."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "baa_signatures",
        sa.Column("signature_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("document_version", sa.Text, nullable=False),
        sa.Column("document_sha256", sa.Text, nullable=False),
        sa.Column("signer_name_enc", sa.Text, nullable=False),
        sa.Column("signer_title_enc", sa.Text, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sign_time", TIME, nullable=False),
        sa.UniqueConstraint("workspace_id", "document_version", name="baa_signatures_version_key"),
    )
    op.create_table(
        "phi_mode_changes",
        sa.Column("change_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("change_time", TIME, nullable=False),
    )
    for table, order in (("baa_signatures", "signature_id"), ("phi_mode_changes", "change_id")):
        op.create_index(f"{table}_workspace_id_{order}", table, ["workspace_id", order])
        isolate(op, table, deployment=True)
        grant(op, table, "SELECT, INSERT")
