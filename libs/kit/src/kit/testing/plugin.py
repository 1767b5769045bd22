"""The pytest plugin: each test worker has a PostgreSQL and a NATS of its own, real ones, on loopback.

Fixtures: `postgres`, `nats_url`, `bus`, `tls_dirs`, and `service_database`, which makes and migrates the database of
a service once per worker. A test that wants an empty state makes workspaces of its own.
"""

import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from kit import migration
from kit.bus import Bus
from kit.clock import SystemClock
from kit.testing import certificates
from kit.testing.servers import NatsServer, PostgresServer

SERVICES = ("audit", "crm", "ehr-gateway", "gateway", "identity", "portal", "scheduling")
PASSWORD = "for-tests-on-loopback-only"  # noqa: S105  the server lives as long as the test run


@dataclass(frozen=True)
class ServiceDatabase:
    """A service's database: as the service sees it, as its owner, as the superuser."""

    application: str
    owner: str
    superuser: str


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    server = PostgresServer.start(tmp_path_factory.mktemp("postgres"), password=PASSWORD)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def nats_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = NatsServer.start(tmp_path_factory.mktemp("nats"), user="cfu", password=secrets.token_hex(16))
    yield server.url
    server.stop()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def bus(nats_url: str) -> AsyncIterator[Bus]:
    connected = await Bus.connect(nats_url)
    yield connected
    await connected.close()


@pytest.fixture(scope="session")
def tls_dirs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function from a service's name to a folder with ca.pem, cert.pem and key.pem of one test authority."""
    root = tmp_path_factory.mktemp("tls")
    certificates.issue(root, SERVICES, SystemClock().now())
    return root.joinpath


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def service_database(postgres: PostgresServer) -> Callable[[str], object]:
    """A coroutine function from a service's import name to its migrated ServiceDatabase."""
    made: dict[str, ServiceDatabase] = {}

    async def database(service: str) -> ServiceDatabase:
        if service not in made:
            made[service] = await create_database(postgres, service)
        return made[service]

    return database


async def create_database(postgres: PostgresServer, service: str) -> ServiceDatabase:
    """Database and roles as an operator would make them, then the service's migrations."""
    owner, application = f"{service}_owner", f"{service}_app"
    connection = await asyncpg.connect(postgres.admin_url)
    try:
        await connection.execute(f"CREATE ROLE {owner} LOGIN BYPASSRLS PASSWORD '{PASSWORD}'")
        await connection.execute(f"CREATE ROLE {application} LOGIN PASSWORD '{PASSWORD}'")
        await connection.execute(f"CREATE DATABASE {service} OWNER {owner}")
    finally:
        await connection.close()
    urls = ServiceDatabase(
        application=postgres.url(application, PASSWORD, service),
        owner=postgres.url(owner, PASSWORD, service),
        superuser=postgres.url("postgres", PASSWORD, service),
    )
    await migration.upgrade_in_thread(service, urls.owner)
    return urls
