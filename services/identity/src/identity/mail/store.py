"""The table of letters that are not sent yet. Address, subject and text are sealed: a letter may hold a link."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record

from identity.errors import WorkspaceNotFoundError
from identity.mail.model import Letter, Queued, QueuedLetter
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction
from kit.statement import statement
from phi_crypto import Binding, PhiCryptoError

TIME = sa.DateTime(timezone=True)

letters = sa.Table(
    "letters",
    sa.MetaData(),
    sa.Column("letter_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("to_enc", sa.Text, nullable=False),
    sa.Column("subject_enc", sa.Text, nullable=False),
    sa.Column("text_enc", sa.Text, nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("due_time", TIME, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
)

ADD = statement(sa.insert(letters).values({column.name: sa.bindparam(column.name) for column in letters.c}))
DUE = statement(
    sa.select(letters)
    .where(letters.c.due_time <= sa.bindparam("now", type_=TIME))
    .order_by(letters.c.due_time, letters.c.letter_id)
    .limit(sa.bindparam("size"))
)
POSTPONE = statement(
    sa.update(letters)
    .where(letters.c.letter_id == sa.bindparam("id"))
    .values(due_time=sa.bindparam("due", type_=TIME), attempts=letters.c.attempts + sa.literal_column("1"))
)
REMOVE = statement(sa.delete(letters).where(letters.c.letter_id == sa.bindparam("id")))


class LetterStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def add(self, tx: Transaction, queued: QueuedLetter) -> None:
        key = await self._keys.of(tx, queued.workspace_id)

        def seal(value: str, column: str) -> str:
            return key.seal(value, _binding(queued.workspace_id, queued.letter_id, column))

        await tx.run(
            ADD,
            letter_id=queued.letter_id,
            workspace_id=queued.workspace_id,
            to_enc=seal(queued.letter.to, "to_enc"),
            subject_enc=seal(queued.letter.subject, "subject_enc"),
            text_enc=seal(queued.letter.text, "text_enc"),
            create_time=queued.create_time,
            due_time=queued.create_time,
            attempts=queued.attempts,
        )

    async def due(self, tx: Transaction, now: datetime, size: int) -> list[Queued]:
        """Those to be tried now; one that cannot be opened comes without its letter."""
        return [await self._queued(tx, row) for row in await tx.all(DUE, now=now, size=size)]

    async def postpone(self, tx: Transaction, letter_id: UUID, due_time: datetime) -> None:
        await tx.run(POSTPONE, id=letter_id, due=due_time)

    async def remove(self, tx: Transaction, letter_id: UUID) -> None:
        await tx.run(REMOVE, id=letter_id)

    async def _queued(self, tx: Transaction, row: Record) -> Queued:
        place = (row["letter_id"], row["workspace_id"], row["create_time"], row["attempts"])
        try:
            return QueuedLetter(*place, await self._letter(tx, row))
        except (PhiCryptoError, WorkspaceNotFoundError):
            return Queued(*place)

    async def _letter(self, tx: Transaction, row: Record) -> Letter:
        workspace_id, letter_id = row["workspace_id"], row["letter_id"]
        key = await self._keys.of(tx, workspace_id)

        def opened(column: str) -> str:
            return key.open(row[column], _binding(workspace_id, letter_id, column))

        return Letter(opened("to_enc"), opened("subject_enc"), opened("text_enc"))


def _binding(workspace_id: UUID, letter_id: UUID, column: str) -> bytes:
    return Binding(str(workspace_id), letters.name, column).row(str(letter_id))
