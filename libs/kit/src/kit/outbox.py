"""The outbox: what leaves a service is a row written by the transaction that caused it.

`Relay` takes the rows in order and publishes them to JetStream; a row goes away once the stream has it on disk. The
event id is the message id, so a row published twice is stored once; consumers keep an inbox for what the stream's
window misses.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
from google.protobuf.message import Message

from contactfollowup.audit.v1.entries_pb2 import Entry, EntryBatch
from kit.ids import new_id
from kit.log import get_logger

if TYPE_CHECKING:
    from kit.bus import Bus

AUDIT_SUBJECT = "cfu.audit.v1.entry.recorded"
BATCH = 256
IDLE_SECONDS = (0.1, 0.25, 0.5, 1.0)
INSERT = """INSERT INTO outbox (event_id, workspace_id, subject, record_id, payload)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bytea[])"""
TAKE = "SELECT position, event_id, workspace_id, subject, record_id, payload FROM outbox ORDER BY position LIMIT $1"
PURGE = (
    "DELETE FROM inbox WHERE create_time < now() - interval '14 days'",
    "DELETE FROM requests WHERE create_time < now() - interval '2 days'",
)
PURGE_SECONDS = 3600.0
REMOVE = "DELETE FROM outbox WHERE position = ANY($1::bigint[])"

log = get_logger()


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the outbox."""

    event_id: UUID
    workspace_id: UUID | None
    subject: str
    record_id: str
    payload: bytes


def event(workspace_id: UUID | None, subject: str, message: Message, record_id: str) -> Event:
    """A row for `message`; `record_id` names the record it is about."""
    return Event(new_id(), workspace_id, subject, record_id, message.SerializeToString())


def audit_events(entries: Sequence[Entry]) -> list[Event]:
    """One row for each workspace that `entries` are of."""
    by_workspace: dict[str, list[Entry]] = {}
    for entry in entries:
        by_workspace.setdefault(entry.workspace_id, []).append(entry)
    return [
        event(UUID(workspace), AUDIT_SUBJECT, EntryBatch(entries=group), "")
        for workspace, group in by_workspace.items()
    ]


def columns(rows: Iterable[Event]) -> tuple[tuple[Any, ...], ...]:
    """Rows as the five arrays that INSERT takes."""
    return tuple(zip(*((r.event_id, r.workspace_id, r.subject, r.record_id, r.payload) for r in rows), strict=True))


async def purge(connection: asyncpg.Connection) -> None:
    """Removes what the inbox and the request ids no longer have to remember."""
    for text in PURGE:
        await connection.execute(text)


class Relay:
    """Publishes the outbox. One relay leads per service, so the order of the rows of a record holds."""

    def __init__(self, bus: "Bus", written: asyncio.Event) -> None:
        self._bus = bus
        self._written = written

    async def run(self, connection: asyncpg.Connection) -> None:
        """Works until cancelled, on a connection that sees the deployment (the one that holds the leadership)."""
        idle, purge_time = 0, 0.0
        while True:
            self._written.clear()
            if time.monotonic() > purge_time:
                await purge(connection)
                purge_time = time.monotonic() + PURGE_SECONDS
            try:
                sent = await self.relay_once(connection)
            except (TimeoutError, ConnectionError) as failure:
                log.warning("outbox.waiting", error=type(failure).__name__)
                sent = 0
            if sent < BATCH:
                idle = 0 if sent else min(idle + 1, len(IDLE_SECONDS) - 1)
                await self._pause(IDLE_SECONDS[idle])

    async def relay_once(self, connection: asyncpg.Connection) -> int:
        """Publishes one batch; how many rows left. Rows the stream did not acknowledge stay."""
        rows = await connection.fetch(TAKE, BATCH)
        if not rows:
            return 0
        results = await asyncio.gather(*(self._publish(row) for row in rows), return_exceptions=True)
        stored = []
        for row, result in zip(rows, results, strict=True):
            if isinstance(result, BaseException):
                break
            stored.append(row["position"])
        await connection.execute(REMOVE, stored)
        if len(stored) < len(rows):
            raise ConnectionError("the stream did not acknowledge a message")
        return len(stored)

    async def _publish(self, row: asyncpg.Record) -> None:
        workspace = str(row["workspace_id"] or "")
        await self._bus.publish(row["subject"], row["payload"], str(row["event_id"]), workspace, row["record_id"])

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._written.wait(), seconds)
        except TimeoutError:
            return
