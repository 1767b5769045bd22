"""Since when an invoice is past due, and when the next letter about it is due."""

import sqlalchemy as sa
from alembic import op

from kit.migration import application_role

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("invoices", sa.Column("dunning_time", TIME))
    op.add_column("invoices", sa.Column("next_letter_time", TIME))
    # What is past due already is told of next, and its grace begins then.
    op.execute("SET LOCAL app.scope = 'deployment'")
    op.execute("UPDATE invoices SET next_letter_time = due_time WHERE state = 'OPEN'")
    is_open = sa.text("state = 'OPEN'")
    op.create_index("invoices_next_letter_time", "invoices", ["next_letter_time"], postgresql_where=is_open)
    op.create_index("invoices_open", "invoices", ["workspace_id", "dunning_time"], postgresql_where=is_open)
    op.execute(f"GRANT UPDATE (dunning_time, next_letter_time) ON invoices TO {application_role()}")
