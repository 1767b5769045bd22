"""All wiring of audit: connections, the log, what comes in, what is asked, the witness."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from audit.checkpoints.note import VerifierKey
from audit.checkpoints.service import Checkpoints
from audit.checkpoints.store import CheckpointStore
from audit.entries.consumers import EntryConsumer, OwnReads
from audit.entries.rpc import AuditServicer
from audit.entries.service import Entries
from audit.entries.store import EntryStore
from audit.log.service import Log
from audit.log.store import LogStore
from audit.settings import Settings
from audit.witness.push import WitnessPush
from contactfollowup.audit.v1 import entries_pb2
from kit.clock import Clock, SystemClock
from kit.db import Database
from kit.leader import lead
from kit.paging import Pages
from kit.run import background
from kit.server import Server
from kit.service import Foundation, foundation
from kit.settings import load


@dataclass(frozen=True)
class UseCases:
    """The service without its edges."""

    checkpoints: Checkpoints
    log: Log
    entries: Entries


def use_cases(database: Database, seed: bytes, witness_key: str = "", *, clock: Clock | None = None) -> UseCases:
    checkpoints = Checkpoints(database, CheckpointStore(), seed)
    log = Log(database, LogStore(), checkpoints, clock or SystemClock())
    return UseCases(checkpoints, log, Entries(database, EntryStore(), log, checkpoints, witness_key))


async def serve(stop: asyncio.Event) -> None:
    settings = load(Settings, os.environ)
    witness_key = settings.witness_key.text() if settings.witness_key else ""
    async with foundation(settings) as base:
        made = use_cases(base.database, settings.signing_key, witness_key)
        server = Server("audit", settings, base.verifier, OwnReads(made.entries))
        servicer = AuditServicer(made.entries, made.log, made.checkpoints, Pages(settings.page_key), witness_key)
        server.add(entries_pb2.DESCRIPTOR.services_by_name["AuditService"], servicer)
        consumer = EntryConsumer(base.bus, made.entries)
        async with witness(settings, base, made) as push, background(consumer.run(), *push):
            await server.serve(stop)


@asynccontextmanager
async def witness(
    settings: Settings, base: Foundation, made: UseCases
) -> AsyncIterator[list[Coroutine[Any, Any, None]]]:
    """The background work of pushing to the witness, when one is configured; one process of the service does it."""
    if settings.witness_key is None:
        yield []
        return
    async with httpx.AsyncClient(base_url=settings.witness_url, trust_env=False) as http:
        push = make_push(base.database, made, http, settings.witness_key)
        yield [lead(base.database, "audit.witness", lambda _: push.run())]


def make_push(database: Database, made: UseCases, http: httpx.AsyncClient, key: VerifierKey) -> WitnessPush:
    return WitnessPush(
        database=database, logs=LogStore(), checkpoints=CheckpointStore(), tree=made.log, http=http, key=key
    )
