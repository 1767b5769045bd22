"""Reads of PHI are recorded by the server before the reply leaves; those in flight are committed together."""

import asyncio

import asyncpg

from contactfollowup.audit.v1.entries_pb2 import Entry
from kit import outbox
from kit.db import Database
from kit.errors import Unavailable

GATHER_SECONDS = 0.003


class ReadRecorder:
    """Commits the entries of reads in groups: as soon as half of the reads in flight wait here, 3 ms at most.

    `begin` and `end` frame a read, so that the recorder knows how many may still come. It has a connection of its
    own: one INSERT, committed by itself, is all a group costs.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: asyncpg.Connection | None = None
        self._in_flight = 0
        self._waiting: list[tuple[Entry, asyncio.Future[None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._flushing: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """A read that will be recorded has started."""
        self._in_flight += 1

    def end(self) -> None:
        """It has ended, recorded or not."""
        self._in_flight -= 1
        self._flush_if_complete()

    async def record(self, made: Entry) -> None:
        """Returns once `made` is committed. Raises Unavailable when it cannot be: then the reply must not leave."""
        loop = asyncio.get_running_loop()
        committed: asyncio.Future[None] = loop.create_future()
        self._waiting.append((made, committed))
        if self._timer is None:
            self._timer = loop.call_later(GATHER_SECONDS, self._flush)
        self._flush_if_complete()
        await committed

    async def close(self) -> None:
        """Waits for what is being committed."""
        if self._flushing is not None:
            await self._flushing
        if self._connection is not None:
            await self._connection.close()

    def _flush_if_complete(self) -> None:
        if self._waiting and 2 * len(self._waiting) >= self._in_flight:
            self._flush()

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting and self._flushing is None:
            self._flushing = asyncio.get_running_loop().create_task(self._commit_waiting())

    async def _commit_waiting(self) -> None:
        group, self._waiting = self._waiting, []
        failure: Unavailable | None = None
        try:
            await self._commit([made for made, _ in group])
        except Exception:  # noqa: BLE001  whatever the cause, a read that is not recorded must not be answered
            failure = Unavailable()
        self._flushing = None
        for _, committed in group:
            if not committed.done():
                committed.set_exception(failure) if failure else committed.set_result(None)
        if self._waiting:
            self._flush()

    async def _commit(self, entries: list[Entry]) -> None:
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._database.dedicated()
        rows = outbox.audit_events(entries)
        await self._connection.execute(outbox.INSERT, *outbox.columns(rows))
        self._database.outbox_written.set()
