"""What can be done with imports: take a file in, see how far it is, get back what was rejected."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from crm.contacts.masks import contact_fields
from crm.contacts.visibility import default_owner
from crm.errors import FileEmptyError, ImportNotFoundError
from crm.imports.model import Counts, Import, RejectedRow, State
from crm.imports.reading import Position
from crm.imports.report import report_header, report_row
from crm.imports.store import ImportStore
from crm.imports.upload import Upload
from kit.caller import Caller, for_service
from kit.clock import Clock
from kit.db import Database, Queries, Transaction
from kit.ids import new_id
from kit.paging import Pages

RECORD_TYPE = "contact_import"
REPORT_ROWS = 500


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A page of imports and the token of the next."""

    imports: list[Import]
    next_page_token: str


@dataclass(frozen=True, slots=True)
class RejectionPage:
    """A page of rejected rows and the token of the next."""

    rows: list[RejectedRow]
    next_page_token: str


class FileContents(Protocol):
    """The bytes of a file as they come."""

    dry_run: bool
    """Known once the bytes have ended."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...


class ImportService:
    """Use cases of imports."""

    def __init__(
        self, database: Database, store: ImportStore, pages: Pages, clock: Clock, arrived: asyncio.Event
    ) -> None:
        self._database = database
        self._store = store
        self._pages = pages
        self._clock = clock
        self._arrived = arrived

    async def upload(self, caller: Caller, request_id: str, contents: FileContents) -> Import:
        """Keeps a file, sealed, piece by piece as it arrives; one that is not completed leaves nothing."""
        async with self._database.transaction(caller) as tx:
            if made := await tx.replayed(request_id):
                return await self._found(tx, caller, UUID(made))
            new, upload = await self._begin(tx, caller)
        try:
            async for piece in contents:
                await upload.take(piece)
            await upload.end()
            if not upload.size_bytes:
                raise FileEmptyError
            async with self._database.transaction(caller) as tx:
                size, kept = upload.size_bytes, upload.text_bytes
                await self._store.uploaded(tx, new.import_id, size, kept, dry_run=contents.dry_run)
                await tx.remember(request_id, str(new.import_id))
                tx.audit(RECORD_TYPE, [str(new.import_id)])
                found = await self._found(tx, caller, new.import_id)
        except BaseException:
            await asyncio.shield(self._discard(caller, new.import_id))
            raise
        self._arrived.set()
        return found

    async def get(self, caller: Caller, import_id: UUID) -> Import:
        """How far an import is."""
        async with self._database.reading(caller) as tx:
            return await self._found(tx, caller, import_id)

    async def list(self, caller: Caller, size: int, page_token: str) -> ImportPage:
        """A page of imports, newest first."""
        position = self._pages.decode(page_token, "imports")
        async with self._database.reading(caller) as tx:
            before = UUID(position[0]) if position else None
            found = await self._store.page(tx, caller.workspace_id, only_uploader(caller), before, size + 1)
        more = len(found) > size
        return ImportPage(found[:size], self._pages.encode("imports", str(found[size - 1].import_id)) if more else "")

    async def rejections(self, caller: Caller, import_id: UUID, size: int, page_token: str) -> RejectionPage:
        """A page of rejected rows, in the order of the file, without their content."""
        position = self._pages.decode(page_token, import_id)
        async with self._database.reading(caller) as tx:
            found = await self._found(tx, caller, import_id)
            rows = await self._store.rejected(tx, found, int(position[0]) if position else 0, size + 1)
        more = len(rows) > size
        return RejectionPage(rows[:size], self._pages.encode(import_id, str(rows[size - 1].line)) if more else "")

    async def report(self, caller: Caller, import_id: UUID) -> AsyncIterator[bytes]:
        """The rejected rows as CSV: line, column and reason in front of each row as the file had it."""
        async with self._database.reading(caller) as tx:
            found = await self._found(tx, caller, import_id)
        delimiter = found.delimiter or ","
        yield report_header([column.header for column in found.columns], delimiter)
        after = 0
        # Rows gone after their retention have left nothing that a key could open.
        key = self._store.key(found) if found.wrapped_key else None
        while key:
            async with self._database.reading(caller) as tx:
                rows = await self._store.rejected(tx, found, after, REPORT_ROWS, key)
            if not rows:
                return
            yield b"".join(report_row(row, delimiter) for row in rows)
            after = rows[-1].line

    async def _begin(self, tx: Transaction, caller: Caller) -> tuple[Import, Upload]:
        import_id = new_id()
        key, wrapped_key = self._store.new_key(caller.workspace_id, import_id)
        new = Import(
            import_id=import_id,
            workspace_id=caller.workspace_id,
            actor_id=caller.actor_id,
            state=State.UPLOADING,
            dry_run=False,
            wrapped_key=wrapped_key,
            size_bytes=0,
            text_bytes=0,
            delimiter="",
            columns=(),
            position=Position(),
            counts=Counts(),
            failure_reason="",
            create_time=self._clock.now(),
            finish_time=None,
            owner_id=default_owner(caller),
            owner_ids=caller.owner_ids,
            closed_fields=contact_fields(caller.hidden_fields | caller.read_only_fields),
        )
        await self._store.begin(tx, new)

        async def keep(start: int, content: bytes) -> None:
            async with self._database.transaction(caller) as own:
                await self._store.add_chunk(own, new, key, start, content)

        return new, Upload(keep)

    async def _discard(self, caller: Caller, import_id: UUID) -> None:
        async with self._database.transaction(for_service("crm", caller.workspace_id, caller.action)) as tx:
            await self._store.discard(tx, import_id)

    async def _found(self, tx: Queries, caller: Caller, import_id: UUID) -> Import:
        found = await self._store.get(tx, import_id)
        if found is None or only_uploader(caller) not in (None, found.actor_id):
            raise ImportNotFoundError
        return found


def only_uploader(caller: Caller) -> str | None:
    """Whose imports the caller sees, None for everyone's: a file holds any contact and field, whoever they are for."""
    sees_all = caller.owner_ids is None and not contact_fields(caller.hidden_fields)
    return None if sees_all else caller.actor_id
