"""Attempts to sign in, with where from sealed, and refusals counted by person and hour."""

import sqlalchemy as sa
from alembic import op

from kit.migration import grant, isolate

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sign_in_history",
        sa.Column("attempt_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
        sa.Column("time", TIME, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("second_factor", sa.Text, nullable=False),
        sa.Column("refusal", sa.Text, nullable=False),
        sa.Column("place_enc", sa.Text, nullable=False),
        sa.Column("place_bidx", sa.LargeBinary, nullable=False),
        sa.Column("familiar", sa.Boolean, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
    )
    op.create_index("sign_in_history_user_id_attempt_id", "sign_in_history", ["user_id", "attempt_id"])
    op.create_index("sign_in_history_user_id_place_bidx", "sign_in_history", ["user_id", "place_bidx", "time"])
    op.create_index("sign_in_history_time", "sign_in_history", ["time"])
    isolate(op, "sign_in_history", deployment=True)
    grant(op, "sign_in_history", "SELECT, INSERT, DELETE")
    # Nobody is counted too, so that an address nobody has costs the same: no reference to people.
    op.create_table(
        "sign_in_refusals",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("hour", TIME, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
    )
    op.create_index("sign_in_refusals_hour", "sign_in_refusals", ["hour"])
    isolate(op, "sign_in_refusals", deployment=True)
    grant(op, "sign_in_refusals")
