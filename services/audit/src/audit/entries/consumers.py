"""What comes in: entries that producers published, and the reads of this service itself."""

import asyncio
from collections.abc import Sequence

from audit.entries.events import from_message
from audit.entries.service import Entries
from contactfollowup.audit.v1.entries_pb2 import Entry as EntryMessage
from contactfollowup.audit.v1.entries_pb2 import EntryBatch
from kit.bus import Bus, Message
from kit.errors import DeadlineExceeded, Unavailable
from kit.log import get_logger

STREAM = "audit"
CONSUMER = "audit-log"
RETRY_SECONDS = 1.0

log = get_logger()


class EntryConsumer:
    """Producers keep an entry until its stream has it; the stream keeps it until its commit here."""

    def __init__(self, bus: Bus, entries: Entries) -> None:
        self._bus = bus
        self._entries = entries

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._bus.ensure_stream(STREAM)
                await self._bus.consume(STREAM, CONSUMER, self.take)
            except Unavailable:
                log.warning("entries.no_stream", stream=STREAM)
            await asyncio.sleep(RETRY_SECONDS)

    async def take(self, messages: Sequence[Message]) -> None:
        batches = [EntryBatch.FromString(message.payload) for message in messages]
        entries = [from_message(entry) for batch in batches for entry in batch.entries]
        # A database that is away is no fault of the messages: wait here, so that none of them is parked for it.
        while True:
            try:
                await self._entries.append(entries)
            except (Unavailable, DeadlineExceeded) as failure:
                log.warning("entries.waiting", reason=failure.reason)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return


class OwnReads:
    """The kit's recorder of reads, for the service that keeps the log: straight into it, without a detour.

    While one group commits, the next gathers.
    """

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._waiting: list[tuple[EntryMessage, asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Groups gather by the commit before them, not by who is in flight."""

    def end(self) -> None:
        """See begin."""

    async def record(self, made: EntryMessage) -> None:
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((made, committed))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        await committed

    async def _flush(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            failure: Unavailable | None = None
            try:
                await self._entries.append([from_message(made) for made, _ in group])
            except Exception:  # noqa: BLE001 - whatever the cause, an unrecorded read must not be answered
                failure = Unavailable()
            for _, committed in group:
                if not committed.done():
                    committed.set_exception(failure) if failure else committed.set_result(None)
        self._flushing = None
