"""Subscriptions, invoices, ways to pay. The workspaces there are get the plan of a deployment of one's own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from kit.migration import application_role, grant, isolate

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_subscriptions()
    create_invoices()
    create_payments()
    subscribe_deployment()


def create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), primary_key=True),
        sa.Column("kind", sa.Text, sa.CheckConstraint("kind IN ('TRIAL', 'SUBSCRIBED', 'FOLLOWING')"), nullable=False),
        sa.Column("plan", sa.Text, sa.CheckConstraint("plan IN ('STARTER', 'PRO', 'ENTERPRISE')"), nullable=False),
        sa.Column(
            "billing_period", sa.Text, sa.CheckConstraint("billing_period IN ('MONTHLY', 'ANNUAL')"), nullable=False
        ),
        sa.Column("add_ons", ARRAY(sa.Text), nullable=False),
        sa.Column("trial_end_time", TIME),
        sa.Column("mission_discount", sa.Boolean, nullable=False),
        sa.Column("anchor", sa.Date),
        sa.Column("term_start", sa.Date),
        sa.Column("term_end", sa.Date),
        sa.Column("settle_date", sa.Date),
        sa.Column("seats", sa.Integer),
        sa.Column("prices", JSONB),
        sa.Column("pending", JSONB),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.CheckConstraint("(kind = 'SUBSCRIBED') = (anchor IS NOT NULL)", name="subscriptions_cycle_check"),
    )
    op.create_index("subscriptions_settle_date", "subscriptions", ["settle_date"])
    isolate(op, "subscriptions", deployment=True)
    grant(op, "subscriptions", "SELECT, INSERT, UPDATE")


def create_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("invoice_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, sa.CheckConstraint("state IN ('OPEN', 'PAID')"), nullable=False),
        sa.Column("total_cents", sa.Integer, sa.CheckConstraint("total_cents >= 0"), nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("due_time", TIME, nullable=False),
        sa.Column("pay_time", TIME),
        sa.Column("payment_reference", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_time", TIME),
        sa.Column("failure_code", sa.Text, nullable=False),
        sa.UniqueConstraint("workspace_id", "number", name="invoices_workspace_id_number_key"),
    )
    op.create_index(
        "invoices_next_attempt_time", "invoices", ["next_attempt_time"], postgresql_where=sa.text("state = 'OPEN'")
    )
    op.create_table(
        "invoice_lines",
        sa.Column("line_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), nullable=False),
        sa.Column("invoice_id", sa.Uuid, sa.ForeignKey("invoices.invoice_id")),
        sa.Column("cents", sa.Integer, nullable=False),
        sa.Column("content", JSONB, nullable=False),
    )
    op.create_index("invoice_lines_workspace_id_invoice_id", "invoice_lines", ["workspace_id", "invoice_id", "line_id"])
    for table in ("invoices", "invoice_lines"):
        isolate(op, table, deployment=True)
        grant(op, table, "SELECT, INSERT")
    # What was billed stays as it was written: of a line only the invoice it goes on may still change.
    op.execute(f"GRANT UPDATE (invoice_id) ON invoice_lines TO {application_role()}")
    changing = "state, pay_time, payment_reference, attempts, next_attempt_time, failure_code"
    op.execute(f"GRANT UPDATE ({changing}) ON invoices TO {application_role()}")


def create_payments() -> None:
    op.create_table(
        "payment_accounts",
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.workspace_id"), primary_key=True),
        sa.Column("customer_token", sa.Text, nullable=False),
        sa.Column("method_token", sa.Text),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("last_four", sa.Text, sa.CheckConstraint("last_four ~ '^([0-9]{4})?$'"), nullable=False),
        sa.Column("set_time", TIME, nullable=False),
        sa.UniqueConstraint("customer_token", name="payment_accounts_customer_token_key"),
    )
    op.create_table(
        "payment_events",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("receive_time", TIME, nullable=False),
    )
    op.create_index("payment_events_receive_time", "payment_events", ["receive_time"])
    isolate(op, "payment_accounts", deployment=True)
    grant(op, "payment_accounts", "SELECT, INSERT, UPDATE")
    isolate(op, "payment_events", deployment=True)
    grant(op, "payment_events", "SELECT, INSERT, DELETE")


def subscribe_deployment() -> None:
    op.execute("SET LOCAL app.scope = 'deployment'")
    op.execute(
        """
        INSERT INTO subscriptions
            (workspace_id, kind, plan, billing_period, add_ons, mission_discount,
             anchor, term_start, term_end, settle_date, seats, prices, version)
        SELECT workspace_id, 'SUBSCRIBED', 'ENTERPRISE', 'MONTHLY', '{}', false,
               today, today, today, today, 0,
               '{"starter_seat": null, "seat": 7500, "platform_fee": 45000, "marketing": 44500}', 1
        FROM workspaces, (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS calendar
        WHERE kind = 'production'
        """
    )
    op.execute(
        """
        INSERT INTO subscriptions (workspace_id, kind, plan, billing_period, add_ons, mission_discount, version)
        SELECT workspace_id, 'FOLLOWING', 'ENTERPRISE', 'MONTHLY', '{}', false, 1
        FROM workspaces WHERE kind = 'sandbox'
        """
    )
