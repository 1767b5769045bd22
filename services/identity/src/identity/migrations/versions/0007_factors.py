"""Second factors, what is asked of them at sign-in, when a session last proved who it is, policies of workspaces."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    add_proofs_of_sessions()
    create_factors()
    create_challenges()
    create_security_policies()


def add_proofs_of_sessions() -> None:
    op.add_column("sessions", sa.Column("step_up_time", TIME))
    op.add_column("sessions", sa.Column("proof", sa.Text, nullable=False, server_default="password"))
    op.execute("UPDATE sessions SET step_up_time = create_time")
    op.alter_column("sessions", "step_up_time", nullable=False)
    op.alter_column("sessions", "proof", server_default=None)


def create_factors() -> None:
    op.create_table(
        "totp_factors",
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("factor_id", sa.Uuid, nullable=False),
        sa.Column("secret_enc", sa.Text, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("confirm_time", TIME),
        sa.Column("last_use_time", TIME),
    )
    op.create_table(
        "passkeys",
        sa.Column("passkey_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("credential_id", sa.LargeBinary, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("display_name_enc", sa.Text, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("last_use_time", TIME),
        sa.UniqueConstraint("credential_id", name="passkeys_credential_id_key"),
    )
    op.create_index("passkeys_user_id", "passkeys", ["user_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), primary_key=True),
        sa.Column("code_hash", sa.LargeBinary, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("use_time", TIME),
    )
    for table in ("totp_factors", "passkeys", "recovery_codes"):
        isolate(op, table, deployment=True)
        grant(op, table)


def create_challenges() -> None:
    op.create_table(
        "mfa_challenges",
        sa.Column("challenge_hash", sa.LargeBinary, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("binding_hash", sa.LargeBinary, nullable=False),
        sa.Column("attempts_left", sa.Integer, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("use_time", TIME),
    )
    op.create_index("mfa_challenges_user_id", "mfa_challenges", ["user_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("challenge_hash", sa.LargeBinary, primary_key=True),
        sa.Column("workspace_id", sa.Uuid),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("bound_to", sa.LargeBinary, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
    )
    for table in ("mfa_challenges", "passkey_challenges"):
        op.create_index(f"{table}_expire_time", table, ["expire_time"])
        isolate(op, table, deployment=True)
        grant(op, table)


def create_security_policies() -> None:
    op.create_table(
        "security_policies",
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), primary_key=True),
        sa.Column("mfa_required_time", TIME),
        sa.Column("grace_period_days", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    isolate(op, "security_policies", deployment=True)
    grant(op, "security_policies", "SELECT, INSERT, UPDATE")
