"""The smallest service: one table, to try kit on."""

from sqlalchemy import Column, MetaData, Table, Text, Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from kit.statement import statement

metadata = MetaData()
notes = Table(
    "notes",
    metadata,
    Column("note_id", Uuid, primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("title", Text, nullable=False, unique=True),
    Column("content", JSONB, nullable=False),
)

ADD = statement(
    insert(notes).values(
        note_id=bindparam("note_id"),
        workspace_id=bindparam("workspace_id"),
        title=bindparam("title"),
        content=bindparam("content"),
    )
)
ALL = statement(select(notes).order_by(notes.c.note_id))
