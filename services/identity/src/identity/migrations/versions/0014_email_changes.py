"""Addresses that people ask for and have not confirmed yet."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "email_changes",
        sa.Column("change_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), nullable=False, index=True),
        sa.Column("email_enc", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("expire_time", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("email_changes_expire_time", "email_changes", ["expire_time"])
    isolate(op, "email_changes", deployment=True)
    grant(op, "email_changes", "SELECT, INSERT, DELETE")
