"""Roles of a workspace's own; teams and who is in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from kit.migration import grant, isolate

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_roles()
    create_teams()
    # A role is removed only when nobody has it.
    op.create_index("users_workspace_id_role", "users", ["workspace_id", "role"])


def create_roles() -> None:
    op.create_table(
        "roles",
        sa.Column("role_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("permissions", JSONB, nullable=False),
        sa.Column("visibility", sa.Text, sa.CheckConstraint("visibility IN ('ALL', 'TEAM', 'OWN')"), nullable=False),
        sa.Column("hidden_fields", JSONB, nullable=False),
        sa.Column("read_only_fields", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
    )
    op.create_index("roles_name_key", "roles", ["workspace_id", sa.text("lower(name)")], unique=True)
    isolate(op, "roles", deployment=True)
    grant(op, "roles")


def create_teams() -> None:
    op.create_table(
        "teams",
        sa.Column("team_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Uuid, sa.ForeignKey("teams.team_id")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
    )
    op.create_index("teams_name_key", "teams", ["workspace_id", sa.text("lower(name)")], unique=True)
    op.create_index("teams_parent_id", "teams", ["parent_id"])
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.Uuid, sa.ForeignKey("teams.team_id"), primary_key=True),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id"), primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
    )
    op.create_index("team_members_user_id", "team_members", ["user_id"])
    isolate(op, "teams", deployment=True)
    grant(op, "teams")
    isolate(op, "team_members", deployment=True)
    grant(op, "team_members", "SELECT, INSERT, DELETE")
