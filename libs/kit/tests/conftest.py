import time
from collections.abc import AsyncIterator, Callable
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from kit.caller import Caller
from kit.db import Database
from kit.ids import new_id
from kit.testing.plugin import ServiceDatabase


def make_caller(workspace_id: UUID | None = None, **changes: object) -> Caller:
    facts: dict[str, object] = {
        "workspace_id": workspace_id or new_id(),
        "actor_kind": "user",
        "actor_id": "someone",
        "session_id": "session",
        "request_id": "request-1",
        "deadline": time.monotonic() + 30,
        "action": "note.added",
    }
    return Caller(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.fixture
def caller() -> Caller:
    return make_caller()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def ledger_urls(service_database: Callable[[str], object]) -> ServiceDatabase:
    return await service_database("ledger")  # type: ignore[misc, no-any-return]


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def database(ledger_urls: ServiceDatabase) -> AsyncIterator[Database]:
    connected = await Database.connect(ledger_urls.application, max_size=4)
    yield connected
    await connected.close()


@pytest_asyncio.fixture(loop_scope="session")
async def superuser(ledger_urls: ServiceDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(ledger_urls.superuser)
    await connection.execute("DELETE FROM outbox")
    yield connection
    await connection.close()
