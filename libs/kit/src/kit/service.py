"""What every service with a database does around its own wiring: connect, relay the outbox, serve, drain, close."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from contactfollowup.identity.v1.events_pb2 import SessionRevoked
from kit.bus import Bus, Message
from kit.db import Database
from kit.leader import lead
from kit.outbox import Relay
from kit.principal import REVOKED_SUBJECT, Verifier
from kit.run import patiently
from kit.settings import ServiceSettings


@dataclass(frozen=True)
class Foundation:
    """The connections of a running service."""

    database: Database
    bus: Bus
    verifier: Verifier


@asynccontextmanager
async def foundation(settings: ServiceSettings) -> AsyncIterator[Foundation]:
    """Connects to database and NATS, waiting for them at start, and closes both at the end."""
    size = settings.database_connections
    database = await patiently(lambda: Database.connect(settings.database_url, max_size=size), "The database")
    bus = await patiently(lambda: Bus.connect(settings.nats_url, credentials=settings.nats_credentials), "NATS")
    verifier = Verifier(settings.principal_keys)
    await bus.listen(REVOKED_SUBJECT, lambda message: end(verifier, message))
    try:
        yield Foundation(database, bus, verifier)
    finally:
        await bus.close()
        await database.close()


def end(verifier: Verifier, message: Message) -> None:
    verifier.end_session(SessionRevoked.FromString(message.payload).session_id)


async def relay_outbox(name: str, base: Foundation, streams: Sequence[str]) -> None:
    """Background work of every producer: one process of the service publishes its outbox, in order."""
    relay = Relay(base.bus, base.database.outbox_written)

    async def work(connection: Any) -> None:
        for stream in streams:
            await base.bus.ensure_stream(stream)
        await relay.run(connection)

    await lead(base.database, f"{name}.outbox", work)
