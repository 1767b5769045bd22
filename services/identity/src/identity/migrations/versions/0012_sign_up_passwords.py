"""A sign-up is confirmed with the password chosen for it, which may be tried five times."""

import sqlalchemy as sa
from alembic import op

from kit.migration import application_role

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_ups", sa.Column("attempts_left", sa.Integer, nullable=False, server_default="5"))
    op.alter_column("sign_ups", "attempts_left", server_default=None)
    op.execute(f"GRANT UPDATE (attempts_left) ON sign_ups TO {application_role()}")
