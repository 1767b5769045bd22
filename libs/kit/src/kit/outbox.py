"""The outbox: what leaves a service is a row written by the transaction that caused it.

`Relay` takes the rows in order and publishes them to JetStream; a row goes away once the stream has it on disk. The
event id is the message id, so a row published twice is stored once; consumers keep an inbox for what the stream's
window misses.
"""

import asyncio
import hashlib
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
GATHER_SECONDS = 0.05
LARGEST_PARCEL = 128 * 1024
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
    """Publishes the outbox. One relay leads per service, and sends the events of a record one after the other."""

    def __init__(self, bus: "Bus", written: asyncio.Event) -> None:
        self._bus = bus
        self._written = written

    async def run(self, connection: asyncpg.Connection) -> None:
        """Works until cancelled, on a connection that sees the deployment (the one that holds the leadership)."""
        # A removal that a crash undoes costs a second publication, which the stream drops: no need to wait for disk.
        await connection.execute("SET synchronous_commit = off")
        idle, purge_time = 0, 0.0
        while True:
            self._written.clear()
            if time.monotonic() > purge_time:
                await purge(connection)
                purge_time = time.monotonic() + PURGE_SECONDS
            sent = await self._try_once(connection)
            if sent < BATCH:
                idle = 0 if sent else min(idle + 1, len(IDLE_SECONDS) - 1)
                await self._pause(IDLE_SECONDS[idle])

    async def relay_once(self, connection: asyncpg.Connection) -> int:
        """Publishes one batch; how many rows left. Rows the stream did not acknowledge stay."""
        rows = await connection.fetch(TAKE, BATCH)
        if not rows:
            return 0
        stored: list[int] = []
        failures = await asyncio.gather(*(self._publish(group, stored) for group in by_record(parcels(rows))))
        await connection.execute(REMOVE, stored)
        if any(failures):
            raise ConnectionError("the stream did not acknowledge a message")
        return len(stored)

    async def _try_once(self, connection: asyncpg.Connection) -> int:
        try:
            return await self.relay_once(connection)
        except ConnectionError as failure:
            log.warning("outbox.waiting", error=type(failure).__name__)
            return 0

    async def _publish(self, group: "list[Parcel]", stored: list[int]) -> bool:
        """Sends parcels in order, noting the rows of each that is on disk; True when one could not be sent."""
        for parcel in group:
            try:
                await self._bus.publish(
                    parcel.subject, parcel.payload, parcel.message_id, parcel.workspace_id, parcel.record_id
                )
            except ConnectionError:
                return True
            stored.extend(parcel.positions)
        return False

    async def _pause(self, seconds: float) -> None:
        """Waits for something to be written, then a moment for what is written with it."""
        try:
            await asyncio.wait_for(self._written.wait(), seconds)
        except TimeoutError:
            return
        await asyncio.sleep(GATHER_SECONDS)


@dataclass(slots=True)
class Parcel:
    """One message to publish, made of one row, or of several rows of audit entries."""

    positions: list[int]
    event_ids: list[UUID]
    workspace_id: str
    subject: str
    record_id: str
    payload: bytes

    @property
    def message_id(self) -> str:
        """The id by which the stream knows a message that comes twice.

        It has to change with what is packed: under the id of its first row alone, a parcel packed anew after a crash
        would be dropped for the smaller one sent before, with everything added to it.
        """
        if len(self.event_ids) == 1:
            return str(self.event_ids[0])
        return str(UUID(bytes=hashlib.sha256(b"".join(each.bytes for each in self.event_ids)).digest()[:16]))


def parcels(rows: Iterable[asyncpg.Record]) -> list[Parcel]:
    """Rows as messages. Audit entries of a workspace travel together: an EntryBatch and another, one behind the other,
    are the EntryBatch of both, and the log knows each entry by its id however it is packed."""
    made: list[Parcel] = []
    open_parcels: dict[str, Parcel] = {}
    for row in rows:
        workspace_id = str(row["workspace_id"] or "")
        wider = open_parcels.get(workspace_id) if row["subject"] == AUDIT_SUBJECT else None
        if wider is not None and len(wider.payload) < LARGEST_PARCEL:
            wider.positions.append(row["position"])
            wider.event_ids.append(row["event_id"])
            wider.payload += row["payload"]
            continue
        parcel = Parcel(
            [row["position"]], [row["event_id"]], workspace_id, row["subject"], row["record_id"], row["payload"]
        )
        made.append(parcel)
        if parcel.subject == AUDIT_SUBJECT:
            open_parcels[workspace_id] = parcel
    return made


def by_record(found: Iterable[Parcel]) -> list[list[Parcel]]:
    """The parcels of each record together, in order."""
    groups: dict[str, list[Parcel]] = {}
    for parcel in found:
        groups.setdefault(parcel.record_id or parcel.message_id, []).append(parcel)
    return list(groups.values())
