"""What an import may do: what its uploader could when it came in."""

from alembic import op

revision = "0002"
down_revision = "0001"

ADDED = """
ALTER TABLE imports
    ADD owner_id uuid,
    ADD owner_ids uuid[],
    ADD closed_fields text[] NOT NULL DEFAULT '{}',
    ADD failure_column text NOT NULL DEFAULT ''
"""


def upgrade() -> None:
    op.execute(ADDED)
