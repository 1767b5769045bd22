"""Practices that sign up, their profile, invitations, agreed policies, links to set a password, profiles of people."""

import sqlalchemy as sa
from alembic import op

from kit.migration import application_role, grant, isolate

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    widen_workspaces()
    widen_users()
    create_sign_ups()
    create_practices()
    create_invitations()
    create_policy_acceptances()
    create_password_resets()


def widen_workspaces() -> None:
    """A deployment has one workspace of each kind that is its own; practices that signed up are beside them."""
    op.add_column("workspaces", sa.Column("deployment", sa.Boolean, nullable=False, server_default=sa.true()))
    op.alter_column("workspaces", "deployment", server_default=None)
    op.drop_constraint("workspaces_kind_key", "workspaces")
    op.create_index("workspaces_kind_key", "workspaces", ["kind"], unique=True, postgresql_where=sa.text("deployment"))
    op.execute(f"GRANT UPDATE (display_name) ON workspaces TO {application_role()}")


def widen_users() -> None:
    op.add_column("users", sa.Column("phone_enc", sa.Text))
    op.add_column("users", sa.Column("job_title_enc", sa.Text))
    op.add_column("users", sa.Column("version", sa.Integer, nullable=False, server_default="1"))


def create_sign_ups() -> None:
    op.create_table(
        "sign_ups",
        sa.Column("sign_up_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("email_enc", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("expire_time", TIME, nullable=False),
    )
    op.create_index("sign_ups_expire_time", "sign_ups", ["expire_time"])
    isolate(op, "sign_ups", deployment=True)
    grant(op, "sign_ups", "SELECT, INSERT, DELETE")


def create_practices() -> None:
    op.create_table(
        "practices",
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), primary_key=True),
        sa.Column("size", sa.Text, nullable=False),
        sa.Column("street", sa.Text, nullable=False),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("postal_code", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("npi", sa.Text, nullable=False),
        sa.Column("tax_id_enc", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
    )
    isolate(op, "practices")
    grant(op, "practices", "SELECT, INSERT, UPDATE")


def create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("invitation_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("email_enc", sa.Text, nullable=False),
        sa.Column("email_bidx", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("inviter_id", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("accept_time", TIME),
        sa.Column("cancel_time", TIME),
    )
    op.create_index("invitations_workspace_id_invitation_id", "invitations", ["workspace_id", "invitation_id"])
    op.create_index(
        "invitations_pending_key",
        "invitations",
        ["workspace_id", "email_bidx"],
        unique=True,
        postgresql_where=sa.text("accept_time IS NULL AND cancel_time IS NULL"),
    )
    isolate(op, "invitations", deployment=True)
    grant(op, "invitations", "SELECT, INSERT, UPDATE")


def create_policy_acceptances() -> None:
    op.create_table(
        "policy_acceptances",
        sa.Column("acceptance_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("accept_time", TIME, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("attested_name_enc", sa.Text),
    )
    op.create_index("policy_acceptances_user_id", "policy_acceptances", ["user_id", "acceptance_id"])
    isolate(op, "policy_acceptances", deployment=True)
    # What someone agreed to is neither changed nor removed.
    grant(op, "policy_acceptances", "SELECT, INSERT")


def create_password_resets() -> None:
    op.create_table(
        "password_resets",
        sa.Column("reset_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id")),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("expire_time", TIME, nullable=False),
    )
    op.create_index("password_resets_user_id", "password_resets", ["user_id"])
    op.create_index("password_resets_expire_time", "password_resets", ["expire_time"])
    isolate(op, "password_resets", deployment=True)
    grant(op, "password_resets", "SELECT, INSERT, DELETE")
