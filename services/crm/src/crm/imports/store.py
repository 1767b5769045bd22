"""Imports in the database. The file and its rejected rows are sealed under a data key of the import."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any
from uuid import UUID

from crm.imports import statements
from crm.imports.headers import Column
from crm.imports.model import NONE, Counts, Failure, Import, RejectedRow, State
from crm.imports.reading import Position
from kit.db import Queries, Transaction
from phi_crypto import Binding, DataKey, MasterKeys

FIRST = UUID(int=0)
LAST = UUID(int=2**128 - 1)


class ImportStore:
    """Imports of one workspace at a time."""

    def __init__(self, keys: MasterKeys) -> None:
        self._keys = keys

    def new_key(self, workspace_id: UUID, import_id: UUID) -> tuple[DataKey, str]:
        return self._keys.new_data_key(owner(workspace_id, import_id))

    def key(self, found: Import) -> DataKey:
        return self._keys.unwrap(found.wrapped_key, owner(found.workspace_id, found.import_id))

    async def begin(self, tx: Transaction, new: Import) -> None:
        """Adds an import that is being uploaded."""
        await tx.run(
            statements.BEGIN,
            workspace_id=new.workspace_id,
            import_id=new.import_id,
            actor_id=new.actor_id,
            dry_run=new.dry_run,
            wrapped_key=new.wrapped_key,
            create_time=new.create_time,
            owner_id=new.owner_id,
            owner_ids=None if new.owner_ids is None else list(new.owner_ids),
            closed_fields=list(new.closed_fields),
        )

    async def add_chunk(self, tx: Transaction, new: Import, key: DataKey, start: int, content: bytes) -> None:
        """Keeps a piece of the text that begins at byte `start`."""
        sealed = key.seal_bytes(content, _chunk(new.workspace_id, new.import_id, start))
        await tx.run(
            statements.ADD_CHUNK,
            workspace_id=new.workspace_id,
            import_id=new.import_id,
            start=start,
            end=start + len(content),
            content_enc=sealed,
            now=new.create_time,
        )

    async def uploaded(
        self, tx: Transaction, import_id: UUID, size_bytes: int, text_bytes: int, *, dry_run: bool
    ) -> None:
        """The file is complete."""
        sizes = {"size_bytes": size_bytes, "text_bytes": text_bytes}
        await tx.run(statements.UPLOADED, id_of=import_id, dry_run=dry_run, **sizes)

    async def discard(self, tx: Transaction, import_id: UUID) -> None:
        """Forgets an upload that will not be completed."""
        await tx.run(statements.DROP_CHUNKS, import_id=import_id)
        await tx.run(statements.DISCARD, import_id=import_id)

    async def chunk(self, tx: Transaction, found: Import, key: DataKey, offset: int) -> bytes:
        """The text from byte `offset` on, as far as its piece goes; empty at the end."""
        row = await tx.first(statements.CHUNK, import_id=found.import_id, offset=offset)
        if row is None:
            return b""
        opened = key.open_bytes(row["content_enc"], _chunk(found.workspace_id, found.import_id, row["start"]))
        return opened[offset - row["start"] :]

    async def get(self, tx: Queries, import_id: UUID) -> Import | None:
        row = await tx.first(statements.GET, import_id=import_id)
        return _import(row) if row else None

    async def page(
        self, tx: Queries, workspace_id: UUID, actor_id: str | None, before: UUID | None, limit: int
    ) -> list[Import]:
        """Newest first; with an actor, what they uploaded."""
        query = statements.OWN_PAGE if actor_id else statements.PAGE
        wanted = {"workspace_id": workspace_id, "actor_id": actor_id, "before": before or LAST, "limit": limit}
        return [_import(row) for row in await tx.all(query, **wanted)]

    async def next_open(self, tx: Transaction) -> Import | None:
        """The oldest import of the deployment that is not worked off."""
        row = await tx.first(statements.NEXT_OPEN)
        return _import(row) if row else None

    async def lock_at(self, tx: Transaction, import_id: UUID, offset: int) -> bool:
        """Whether the import still stands at `offset`: if so, nobody else moves it until the transaction ends."""
        return bool(await tx.first(statements.LOCK_AT, import_id=import_id, offset=offset))

    async def understood(
        self, tx: Transaction, import_id: UUID, delimiter: str, columns: Sequence[Column], position: Position
    ) -> None:
        """The header was read."""
        await tx.run(
            statements.UNDERSTOOD,
            id_of=import_id,
            delimiter=delimiter,
            columns=[list(astuple(column)) for column in columns],
            cursor=position.offset,
            cursor_line=position.line,
        )

    async def advance(self, tx: Transaction, import_id: UUID, position: Position, counts: Counts) -> None:
        """A batch of rows was worked off."""
        await tx.run(
            statements.ADVANCE,
            id_of=import_id,
            cursor=position.offset,
            cursor_line=position.line,
            processed_count=counts.processed,
            created_count=counts.created,
            updated_count=counts.updated,
            unchanged_count=counts.unchanged,
            rejected_count=counts.rejected,
        )

    async def finish(self, tx: Transaction, import_id: UUID, now: datetime, failure: Failure = NONE) -> None:
        """The import is over; its file is destroyed."""
        state = State.FAILED if failure.reason else State.SUCCEEDED
        why = {"failure_reason": failure.reason, "failure_column": failure.column}
        await tx.run(statements.DROP_CHUNKS, import_id=import_id)
        await tx.run(statements.FINISH, id_of=import_id, state=state, now=now, **why)

    async def reject(self, tx: Transaction, found: Import, key: DataKey, rows: Sequence[RejectedRow]) -> None:
        """Keeps rows that did not go in, sealed."""
        await tx.run(
            statements.REJECT,
            workspace_id=found.workspace_id,
            import_id=found.import_id,
            lines=[row.line for row in rows],
            columns=[row.column for row in rows],
            reasons=[row.reason for row in rows],
            sealed_rows=[key.seal(row.text, _rejection(found, row.line)) for row in rows],
        )

    async def rejected(
        self, tx: Queries, found: Import, after: int, limit: int, key: DataKey | None = None
    ) -> list[RejectedRow]:
        """Rejected rows behind line `after`, in order; with their text only under a key."""
        rows = await tx.all(statements.REJECTED, import_id=found.import_id, after=after, limit=limit)
        return [
            RejectedRow(
                row["line"],
                row["column_name"],
                row["reason"],
                key.open(row["row_enc"], _rejection(found, row["line"])) if key else "",
            )
            for row in rows
        ]

    async def purge(self, tx: Transaction, abandoned_before: datetime, finished_before: datetime) -> int:
        """Destroys uploads nobody completed, and the rejected rows and keys of imports long over; how many imports."""
        rows = await tx.all(statements.PURGEABLE, abandoned_before=abandoned_before, finished_before=finished_before)
        for row in rows:
            await tx.run(statements.DROP_CHUNKS, import_id=row["import_id"])
            await tx.run(statements.DROP_REJECTED, import_id=row["import_id"])
            await tx.run(statements.DISCARD, import_id=row["import_id"])
            await tx.run(statements.FORGET_KEY, id_of=row["import_id"])
        return len(rows)


def owner(workspace_id: UUID, import_id: UUID) -> str:
    return f"{workspace_id}/import/{import_id}"


def _chunk(workspace_id: UUID, import_id: UUID, start: int) -> bytes:
    return Binding(str(workspace_id), "import_chunks", "content_enc").row(f"{import_id}/{start}")


def _rejection(found: Import, line: int) -> bytes:
    return Binding(str(found.workspace_id), "import_rejections", "row_enc").row(f"{found.import_id}/{line}")


def _import(row: Any) -> Import:
    return Import(
        import_id=row["import_id"],
        workspace_id=row["workspace_id"],
        actor_id=row["actor_id"],
        state=State(row["state"]),
        dry_run=row["dry_run"],
        wrapped_key=row["wrapped_key"] or "",
        size_bytes=row["size_bytes"],
        text_bytes=row["text_bytes"],
        delimiter=row["delimiter"],
        columns=tuple(Column(*column) for column in row["columns"]),
        position=Position(row["cursor"], row["cursor_line"]),
        counts=Counts(
            row["processed_count"],
            row["created_count"],
            row["updated_count"],
            row["unchanged_count"],
            row["rejected_count"],
        ),
        failure_reason=row["failure_reason"],
        create_time=row["create_time"],
        finish_time=row["finish_time"],
        owner_id=row["owner_id"],
        owner_ids=None if row["owner_ids"] is None else frozenset(row["owner_ids"]),
        closed_fields=frozenset(row["closed_fields"]),
        failure_column=row["failure_column"],
    )
