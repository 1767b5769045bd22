"""How far a provider's word goes, who follows its groups, and proofs that wait for a second factor of the account."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    add_terms()
    # Which accounts were made by a provider was not kept: those of before keep the role that they were given here.
    op.add_column("sso_links", sa.Column("provisioned", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("sso_attempts", sa.Column("step_up", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("mfa_challenges", sa.Column("first_proof", sa.Text, nullable=False, server_default="password"))
    op.create_table(
        "sso_first_proofs",
        sa.Column("challenge_hash", sa.LargeBinary, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("identity_bidx", sa.LargeBinary, nullable=False),
        sa.Column("provider_session_hash", sa.LargeBinary),
        sa.Column("expire_time", TIME, nullable=False),
    )
    op.create_index("sso_first_proofs_provider_id", "sso_first_proofs", ["provider_id"])
    op.create_index("sso_first_proofs_expire_time", "sso_first_proofs", ["expire_time"])
    isolate(op, "sso_first_proofs", deployment=True)
    grant(op, "sso_first_proofs", "SELECT, INSERT, DELETE")


def add_terms() -> None:
    kinds = sa.CheckConstraint("assurance IN ('TRUSTED', 'STATED')")
    # Providers of before go on as they are: their word counted for both factors.
    op.add_column("sso_providers", sa.Column("assurance", sa.Text, kinds, nullable=False, server_default="TRUSTED"))
    op.add_column("sso_providers", sa.Column("acr_values", sa.ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("sso_providers", sa.Column("follow_roles", sa.Boolean, nullable=False, server_default=sa.false()))
