"""Workspaces, people, credentials, sessions, devices, counted guesses."""

import sqlalchemy as sa
from alembic import op

from kit.migration import create_kit_tables, grant, isolate

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_kit_tables(op)
    create_workspaces()
    create_users()
    create_sessions()
    create_attempts()


def create_workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("workspace_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, sa.CheckConstraint("kind IN ('production', 'sandbox')"), nullable=False),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.UniqueConstraint("kind", name="workspaces_kind_key"),
    )
    op.create_table(
        "data_keys",
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), primary_key=True),
        sa.Column("wrapped", sa.Text, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
    )
    isolate(op, "workspaces", deployment=True)
    grant(op, "workspaces", "SELECT, INSERT")
    isolate(op, "data_keys", deployment=True)
    grant(op, "data_keys", "SELECT, INSERT, UPDATE")


def create_users() -> None:
    op.create_table(
        "users",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("email_enc", sa.Text, nullable=False),
        sa.Column("email_bidx", sa.LargeBinary, nullable=False),
        sa.Column("display_name_enc", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("state", sa.Text, sa.CheckConstraint("state IN ('ACTIVE', 'DISABLED')"), nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("last_sign_in_time", TIME),
        sa.UniqueConstraint("email_bidx", name="users_email_bidx_key"),
    )
    op.create_index("users_workspace_id_user_id", "users", ["workspace_id", "user_id"])
    op.create_table(
        "credentials",
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("change_time", TIME, nullable=False),
    )
    for table in ("users", "credentials"):
        isolate(op, table, deployment=True)
        grant(op, table, "SELECT, INSERT, UPDATE")


def create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("last_use_time", TIME, nullable=False),
        sa.Column("idle_expire_time", TIME, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("source_address", sa.Text, nullable=False),
        sa.Column("user_agent", sa.Text, nullable=False),
        sa.Column("revoke_time", TIME),
        sa.Column("revoke_reason", sa.Text),
        sa.UniqueConstraint("token_hash", name="sessions_token_hash_key"),
    )
    op.create_index("sessions_user_id_session_id", "sessions", ["user_id", "session_id"])
    isolate(op, "sessions", deployment=True)
    grant(op, "sessions", "SELECT, INSERT, UPDATE")
    op.create_table(
        "known_devices",
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), primary_key=True),
        sa.Column("device_hash", sa.LargeBinary, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
    )
    op.create_index("known_devices_device_hash", "known_devices", ["device_hash"])
    op.create_index("known_devices_expire_time", "known_devices", ["expire_time"])
    isolate(op, "known_devices", deployment=True)
    grant(op, "known_devices", "SELECT, INSERT, UPDATE, DELETE")


def create_attempts() -> None:
    """Counters of no workspace: only a transaction of the whole deployment sees them."""
    op.create_table(
        "sign_in_attempts",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("failures", sa.Double, nullable=False),
        sa.Column("count_time", TIME, nullable=False),
        sa.Column("forget_time", TIME, nullable=False),
    )
    op.create_index("sign_in_attempts_forget_time", "sign_in_attempts", ["forget_time"])
    op.execute("ALTER TABLE sign_in_attempts ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE sign_in_attempts FORCE ROW LEVEL SECURITY")
    scope = "current_setting('app.scope', true) = 'deployment'"
    op.execute(f"CREATE POLICY isolation ON sign_in_attempts USING ({scope}) WITH CHECK ({scope})")
    grant(op, "sign_in_attempts", "SELECT, INSERT, UPDATE, DELETE")
