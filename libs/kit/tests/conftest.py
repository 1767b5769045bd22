from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
import pytest_asyncio

from kit.caller import Caller
from kit.db import Database
from kit.testing.callers import make_caller
from kit.testing.plugin import ServiceDatabase


@pytest.fixture
def caller() -> Caller:
    return make_caller(action="note.added")


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
