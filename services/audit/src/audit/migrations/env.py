"""Alembic's entry: the tables of audit, beside those of the kit."""

from audit.checkpoints.store import checkpoints
from audit.entries.store import entries
from audit.log.store import leaves
from kit.migration import run

run(*(table.metadata for table in (leaves, checkpoints, entries)))
