"""Letters that wait to be sent."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("letter_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("to_enc", sa.Text, nullable=False),
        sa.Column("subject_enc", sa.Text, nullable=False),
        sa.Column("text_enc", sa.Text, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("due_time", TIME, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index("letters_due_time", "letters", ["due_time"])
    isolate(op, "letters", deployment=True)
    grant(op, "letters")
