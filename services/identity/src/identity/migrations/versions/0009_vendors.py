"""Vendors of practices with their BAAs, reminders sent, and the deployment's subprocessors."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_vendors()
    create_subprocessors()


def create_vendors() -> None:
    op.create_table(
        "vendors",
        sa.Column("vendor_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("touches_phi", sa.Boolean, nullable=False),
        sa.Column("baa_state", sa.Text, nullable=False),
        sa.Column("effective_date", sa.Date),
        sa.Column("expire_date", sa.Date),
        sa.Column("document_reference", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.UniqueConstraint("workspace_id", "code", name="vendors_code_key"),
        sa.CheckConstraint("expire_date >= effective_date", name="vendors_dates"),
        sa.CheckConstraint("baa_state <> 'SIGNED' OR effective_date IS NOT NULL", name="vendors_signed"),
    )
    op.create_index("vendors_expire_date", "vendors", ["expire_date"], postgresql_where=sa.text("baa_state = 'SIGNED'"))
    isolate(op, "vendors", deployment=True)
    grant(op, "vendors")
    op.create_table(
        "vendor_reminders",
        sa.Column("vendor_id", sa.Uuid, primary_key=True),
        sa.Column("expire_date", sa.Date, primary_key=True),
        sa.Column("days", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("send_time", TIME, nullable=False),
    )
    isolate(op, "vendor_reminders", deployment=True)
    grant(op, "vendor_reminders", "SELECT, INSERT")


def create_subprocessors() -> None:
    """Of no workspace: only a transaction of the whole deployment sees them."""
    op.create_table(
        "subprocessors",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("touches_phi", sa.Boolean, nullable=False),
        sa.Column("baa", sa.Boolean, nullable=False),
        sa.Column("announce_time", TIME),
        sa.Column("effective_time", TIME),
        sa.Column("removed", sa.Boolean, nullable=False),
    )
    op.execute("ALTER TABLE subprocessors ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE subprocessors FORCE ROW LEVEL SECURITY")
    scope = "current_setting('app.scope', true) = 'deployment'"
    op.execute(f"CREATE POLICY isolation ON subprocessors USING ({scope}) WITH CHECK ({scope})")
    grant(op, "subprocessors", "SELECT, INSERT, UPDATE")
