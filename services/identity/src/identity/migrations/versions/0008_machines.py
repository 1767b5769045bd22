"""Service accounts and their tokens; openings of the glass."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from kit.migration import grant, isolate

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_service_accounts()
    create_tokens()
    create_break_glass_grants()


def create_service_accounts() -> None:
    op.create_table(
        "service_accounts",
        sa.Column("service_account_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("on_behalf_of", sa.Uuid, sa.ForeignKey("users.user_id")),
        sa.Column("state", sa.Text, sa.CheckConstraint("state IN ('ACTIVE', 'DISABLED')"), nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("creator_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("delete_time", TIME),
    )
    op.create_index("service_accounts_by_workspace", "service_accounts", ["workspace_id", "service_account_id"])
    isolate(op, "service_accounts", deployment=True)
    grant(op, "service_accounts", "SELECT, INSERT, UPDATE")


def create_tokens() -> None:
    op.create_table(
        "service_account_tokens",
        sa.Column("token_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("service_account_id", sa.Uuid, sa.ForeignKey("service_accounts.service_account_id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("creator_id", sa.Text, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("last_use_time", TIME),
        sa.Column("last_use_source", sa.Text, nullable=False),
        sa.Column("revoke_time", TIME),
        sa.Column("successor_id", sa.Uuid),
        sa.UniqueConstraint("token_hash", name="service_account_tokens_token_hash_key"),
        sa.CheckConstraint("expire_time <= create_time + interval '366 days'", name="service_account_tokens_lifetime"),
    )
    op.create_index("service_account_tokens_by_account", "service_account_tokens", ["service_account_id", "token_id"])
    isolate(op, "service_account_tokens", deployment=True)
    grant(op, "service_account_tokens", "SELECT, INSERT, UPDATE")


def create_break_glass_grants() -> None:
    op.create_table(
        "break_glass_grants",
        sa.Column("grant_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("reason_enc", sa.Text, nullable=False),
        sa.Column("contact_id", sa.Uuid),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("outcome", sa.Text, sa.CheckConstraint("outcome IN ('JUSTIFIED', 'NOT_JUSTIFIED')")),
        sa.Column("note_enc", sa.Text),
        sa.Column("reviewer_id", sa.Text),
        sa.Column("review_time", TIME),
    )
    op.create_index("break_glass_grants_by_user", "break_glass_grants", ["user_id", "expire_time"])
    op.create_index("break_glass_grants_by_workspace", "break_glass_grants", ["workspace_id", "grant_id"])
    isolate(op, "break_glass_grants", deployment=True)
    grant(op, "break_glass_grants", "SELECT, INSERT, UPDATE")
