"""Attempts to sign in through a provider say whether the person was to prove anew who they are."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sso_attempts", sa.Column("fresh", sa.Boolean, nullable=False, server_default=sa.false()))
