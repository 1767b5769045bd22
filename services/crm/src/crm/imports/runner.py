"""The work on imports, in the background, by one process at a time.

Rows go in by batches of two thousand, each in one transaction together with how far the import then is: after a crash
the work goes on behind the last batch that was committed, so no row is lost or taken twice. While the database takes a
batch, the next one is read.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crm.contacts.loading import ContactLoader, Origin
from crm.errors import (
    ColumnForbiddenError,
    FileNotTextError,
    HeaderNotRecognisedError,
    ImportMovedError,
)
from crm.imports import events
from crm.imports.batches import Batch, BatchMaker
from crm.imports.headers import names_somebody, recognise
from crm.imports.mapping import Mapper
from crm.imports.model import NONE, Counts, Failure, Import
from crm.imports.reading import NOT_TEXT, Row, RowReader, read_header
from crm.imports.store import ImportStore
from crm.limits.service import Entitlements
from kit.caller import Caller, for_service
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database
from kit.errors import DeadlineExceeded, Unavailable
from kit.log import get_logger

BATCH_ROWS = 2000
IDLE_SECONDS = 1.0
PURGE_SECONDS = 3600.0
ABANDONED_AFTER = timedelta(hours=1)
REJECTED_KEPT_FOR = timedelta(days=7)
CONTACT = "contact"

log = get_logger()


class ImportRunner:
    """Works off imports in the order they came."""

    def __init__(
        self,
        database: Database,
        store: ImportStore,
        loader: ContactLoader,
        entitlements: Entitlements,
        arrived: asyncio.Event,
        *,
        clock: Clock,
        region: str,
    ) -> None:
        self._database = database
        self._store = store
        self._loader = loader
        self._entitlements = entitlements
        self._clock = clock
        self._region = region
        self._arrived = arrived

    async def run(self) -> None:
        """Works until cancelled."""
        purge_at = 0.0
        while True:
            self._arrived.clear()
            while await self.work_next():
                continue
            if (now := asyncio.get_running_loop().time()) >= purge_at:
                await self.purge()
                purge_at = now + PURGE_SECONDS
            await self._wait()

    async def work_next(self) -> bool:
        """Works off the oldest open import; False when there is none."""
        async with self._database.transaction(DEPLOYMENT) as tx:
            found = await self._store.next_open(tx)
        if found is None:
            return False
        try:
            await self._work(found)
        except (Unavailable, DeadlineExceeded):
            raise
        except Exception as fault:  # noqa: BLE001  one import that cannot be worked off must not hold up the others
            log.error("import.failed", import_id=str(found.import_id), error=type(fault).__name__)
            await self._finish(found, Failure("INTERNAL"))
        return True

    async def purge(self) -> None:
        """Destroys what abandoned uploads and finished imports have left behind."""
        now = self._clock.now()
        async with self._database.transaction(DEPLOYMENT) as tx:
            count = await self._store.purge(tx, now - ABANDONED_AFTER, now - REJECTED_KEPT_FOR)
        if count:
            log.info("imports.purged", count=count)

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._arrived.wait(), IDLE_SECONDS)
        except TimeoutError:
            return

    async def _work(self, found: Import) -> None:
        understood = found if found.columns else await self._understand(found)
        if understood is None:
            return
        await _pipelined(self._batches(understood), _Writer(self, understood).write)
        await self._finish(understood)

    async def _understand(self, found: Import) -> Import | None:
        """The import with its header read; None when that failed, and the import with it."""
        beginning = await self._chunk(found, 0)
        header = read_header(beginning, whole=len(beginning) == found.text_bytes)
        if header is None or any(NOT_TEXT in cell for cell in header.cells):
            reason = FileNotTextError.reason if NOT_TEXT.encode() in beginning else HeaderNotRecognisedError.reason
            await self._finish(found, Failure(reason))
            return None
        columns = recognise(header.cells)
        if not names_somebody(columns):
            await self._finish(found, Failure(HeaderNotRecognisedError.reason))
            return None
        if closed := next((column for column in columns if column.fills & found.closed_fields), None):
            await self._finish(found, Failure(ColumnForbiddenError.reason, closed.header))
            return None
        async with self._database.transaction(self.caller(found)) as tx:
            await self._store.understood(tx, found.import_id, header.delimiter, columns, header.end)
        return replace(found, delimiter=header.delimiter, columns=tuple(columns), position=header.end)

    async def _batches(self, found: Import) -> AsyncIterator[Batch]:
        mapper = Mapper(found.columns, self._region, self._clock.now().date())
        clear = None if found.dry_run else await self._loader.clear(self.caller(found))
        maker = BatchMaker(mapper, lambda details: self._loader.draft(found.workspace_id, details, clear))
        position = found.position
        async for rows in self._rows(found):
            batch = await maker.make(position, rows)
            yield batch
            position = batch.end

    async def _rows(self, found: Import) -> AsyncIterator[list[Row]]:
        reader = RowReader(found.delimiter, len(found.columns), found.position)
        offset, rows = found.position.offset, list[Row]()
        while offset < found.text_bytes:
            piece = await self._chunk(found, offset)
            offset += len(piece)
            rows += reader.feed(piece, last=offset >= found.text_bytes)
            while len(rows) >= BATCH_ROWS:
                yield rows[:BATCH_ROWS]
                rows = rows[BATCH_ROWS:]
        if rows:
            yield rows

    async def _chunk(self, found: Import, offset: int) -> bytes:
        async with self._database.transaction(self.caller(found)) as tx:
            return await self._store.chunk(tx, found, self._store.key(found), offset)

    async def _finish(self, found: Import, failure: Failure = NONE) -> None:
        async with self._database.transaction(self.caller(found)) as tx:
            await self._store.finish(tx, found.import_id, self._clock.now(), failure)
        log.info("import.finished", import_id=str(found.import_id), reason=failure.reason)

    async def write(self, found: Import, batch: Batch, counts: Counts) -> Counts:
        """One batch in one transaction; the counts with it. What the plan holds is asked for each anew."""
        limit = await self._entitlements.contact_limit(found.workspace_id)
        caller = replace(self.caller(found), contact_limit=limit)
        async with self._database.transaction(caller) as tx:
            if not await self._store.lock_at(tx, found.import_id, batch.start.offset):
                raise ImportMovedError
            foreseen = counts.created if found.dry_run else 0
            origin = Origin(found.import_id, found.owner_id, found.dry_run, foreseen)
            loaded = await self._loader.load(tx, caller, origin, batch.drafts)
            rejected = batch.rejected + batch.refused(loaded.refused)
            if rejected:
                await self._store.reject(tx, found, self._store.key(found), rejected)
            size = len(batch.drafts) + len(batch.rejected)
            counts = counts.plus(Counts(size, loaded.created, loaded.matched, loaded.unchanged, len(rejected)))
            await self._store.advance(tx, found.import_id, batch.end, counts)
            if touched := [*loaded.created_ids, *loaded.updated_ids]:
                tx.publish(*events.contacts_imported(found.import_id, loaded.created_ids, loaded.updated_ids))
                tx.audit(CONTACT, touched, sorted({column.field for column in found.columns if column.field}))
        return counts

    def caller(self, found: Import) -> Caller:
        """The service, for who uploaded the file."""
        own = for_service("crm", found.workspace_id, "contact.imported")
        return replace(own, on_behalf_of=found.actor_id, owner_ids=found.owner_ids)


class _Writer:
    """Writes the batches of one import, one after another."""

    def __init__(self, runner: ImportRunner, found: Import) -> None:
        self._runner = runner
        self._found = found
        self._counts = found.counts

    async def write(self, batch: Batch) -> None:
        self._counts = await self._runner.write(self._found, batch, self._counts)


async def _pipelined(batches: AsyncIterator[Batch], write: Callable[[Batch], Coroutine[Any, Any, None]]) -> None:
    """Writes each batch while the next is made; at most one is being written."""
    writing: asyncio.Task[None] | None = None
    try:
        async for batch in batches:
            if writing:
                await writing
            writing = asyncio.create_task(write(batch))
        if writing:
            await writing
    finally:
        if writing and not writing.done():
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
