"""Notes."""

from alembic import op
from ledger import metadata

from kit.migration import create_kit_tables, grant, isolate

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kit_tables(op)
    metadata.create_all(op.get_bind())
    isolate(op, "notes")
    grant(op, "notes")
