"""Identity providers of workspaces, attempts to sign in through them, links, and what providers call sessions."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TEXTS = sa.ARRAY(sa.Text)


def upgrade() -> None:
    create_providers()
    create_attempts()
    create_links()
    create_sessions()


def workspace() -> sa.Column:
    return sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False)


def create_providers() -> None:
    kinds = sa.CheckConstraint("kind IN ('GOOGLE', 'MICROSOFT', 'OIDC')")
    op.create_table(
        "sso_providers",
        sa.Column("provider_id", sa.Uuid, primary_key=True),
        workspace(),
        sa.Column("kind", sa.Text, kinds, nullable=False),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("client_secret_enc", sa.Text, nullable=False),
        sa.Column("tenant_ids", TEXTS, nullable=False),
        sa.Column("allowed_domains", TEXTS, nullable=False),
        sa.Column("just_in_time", sa.Boolean, nullable=False),
        sa.Column("default_role", sa.Text, nullable=False),
        sa.Column("role_claim", sa.Text, nullable=False),
        sa.Column("rule_values", TEXTS, nullable=False),
        sa.Column("rule_roles", TEXTS, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
    )
    op.create_index("sso_providers_workspace_id", "sso_providers", ["workspace_id"])
    op.create_index("sso_providers_client", "sso_providers", ["client_id", "issuer"])
    op.create_table(
        "sso_policies",
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), primary_key=True),
        sa.Column("sso_required", sa.Boolean, nullable=False),
        sa.Column("break_glass_user_ids", sa.ARRAY(sa.Uuid), nullable=False),
    )
    isolate(op, "sso_providers", deployment=True)
    grant(op, "sso_providers", "SELECT, INSERT, UPDATE, DELETE")
    isolate(op, "sso_policies", deployment=True)
    grant(op, "sso_policies", "SELECT, INSERT, UPDATE")


def create_attempts() -> None:
    op.create_table(
        "sso_attempts",
        sa.Column("state_hash", sa.LargeBinary, primary_key=True),
        sa.Column("browser_hash", sa.LargeBinary, nullable=False),
        workspace(),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("return_to", sa.Text, nullable=False),
        sa.Column("user_id", sa.Uuid),
        sa.Column("session_id", sa.Uuid),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("use_time", TIME),
    )
    op.create_index("sso_attempts_expire_time", "sso_attempts", ["expire_time"])
    isolate(op, "sso_attempts", deployment=True)
    grant(op, "sso_attempts", "SELECT, INSERT, UPDATE, DELETE")


def create_links() -> None:
    op.create_table(
        "sso_links",
        sa.Column("link_id", sa.Uuid, primary_key=True),
        workspace(),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("identity_bidx", sa.LargeBinary, nullable=False),
        sa.Column("email_enc", sa.Text, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("last_sign_in_time", TIME),
        sa.UniqueConstraint("workspace_id", "identity_bidx", name="sso_links_identity_key"),
    )
    op.create_index("sso_links_user_id", "sso_links", ["user_id"])
    isolate(op, "sso_links", deployment=True)
    grant(op, "sso_links", "SELECT, INSERT, UPDATE, DELETE")


def create_sessions() -> None:
    op.create_table(
        "sso_sessions",
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.session_id"), primary_key=True),
        workspace(),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("identity_bidx", sa.LargeBinary, nullable=False),
        sa.Column("provider_session_hash", sa.LargeBinary),
    )
    op.create_index("sso_sessions_identity", "sso_sessions", ["provider_id", "identity_bidx"])
    isolate(op, "sso_sessions", deployment=True)
    grant(op, "sso_sessions", "SELECT, INSERT")
    op.create_table(
        "sso_logout_tokens",
        sa.Column("provider_id", sa.Uuid, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        workspace(),
        sa.Column("expire_time", TIME, nullable=False),
    )
    op.create_index("sso_logout_tokens_expire_time", "sso_logout_tokens", ["expire_time"])
    isolate(op, "sso_logout_tokens", deployment=True)
    grant(op, "sso_logout_tokens", "SELECT, INSERT, DELETE")
