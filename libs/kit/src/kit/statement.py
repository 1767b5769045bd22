"""Statements: written in SQLAlchemy Core, compiled once, run by asyncpg without SQLAlchemy in between.

    GET = statement(select(contacts).where(contacts.c.contact_id == bindparam("contact_id")))

Parameters are passed by name; arrays as `= ANY(:ids)`; values must be what asyncpg takes (UUID, datetime, bytes,
str, int, list; dict and list for jsonb).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]


class Statement:
    """One compiled statement: its SQL text and the order of its arguments."""

    __slots__ = ("_fixed", "_order", "text")

    def __init__(self, clause: ClauseElement) -> None:
        compiled = clause.compile(dialect=DIALECT)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("not a statement that takes parameters")
        self.text = str(compiled)
        self._order = tuple(compiled.positiontup or ())
        required = {bind.key for bind in compiled.binds.values() if bind.required}
        self._fixed = {name: value for name, value in compiled.params.items() if name not in required}

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the placeholders. KeyError names a parameter that was not passed."""
        fixed = self._fixed
        return [values[name] if name in values else fixed[name] for name in self._order]


def statement(clause: ClauseElement) -> Statement:
    """Compiles `clause`; called at import, next to the table."""
    return Statement(clause)
