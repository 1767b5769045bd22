"""The embedded servers themselves: what their logs may hold, and that a cluster outlives a hard kill."""

import signal
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from kit.testing.servers import NatsServer, PostgresServer
from local_suite import databases, keys


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="module")
def postgres(folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer.start(folder / "cluster", password="secret of the superuser")
    yield server
    server.stop()


async def test_no_value_reaches_the_log(postgres: PostgresServer, folder: Path) -> None:
    connection = await asyncpg.connect(postgres.admin_url)
    await connection.execute("CREATE TABLE people (email text UNIQUE)")
    await connection.execute("INSERT INTO people VALUES ('canary@example.com')")
    for statement in (
        "INSERT INTO people VALUES ('canary@example.com')",
        "SELECT 'canary@example.com'::uuid",
        'SELECT * FROM "canary@example.com"',
    ):
        with pytest.raises(asyncpg.PostgresError):
            await connection.execute(statement)
    with pytest.raises(asyncpg.PostgresError):
        await connection.fetch("SELECT $1::text::uuid", "canary@example.com")
    await connection.close()
    assert "ready to accept connections" in (folder / "cluster.log").read_text()
    assert "canary" not in (folder / "cluster.log").read_text()


async def test_a_wrong_password_is_refused(postgres: PostgresServer) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url("postgres", "guess", "postgres"))


async def test_application_roles_cannot_make_tables_or_enter_other_databases(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    held = keys.load(tmp_path / "keys.json")
    for _ in range(2):
        await databases.create(postgres.admin_url, ["identity", "crm"], held)
    connection = await asyncpg.connect(databases.url("crm", "app", postgres.port, held))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("CREATE TABLE mine (id int)")
    await connection.close()
    elsewhere = databases.url("crm", "app", postgres.port, held).removesuffix("crm") + "identity"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(elsewhere)


async def test_a_cluster_starts_again_after_a_kill(tmp_path: Path) -> None:
    first = PostgresServer.start(tmp_path / "cluster", password="p")
    connection = await asyncpg.connect(first.admin_url)
    await connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    second = PostgresServer.start(tmp_path / "cluster", password="p", port=first.port)
    connection = await asyncpg.connect(second.admin_url)
    assert await connection.fetchval("SELECT number FROM kept") == 7
    await connection.close()
    second.stop()


async def test_a_path_too_long_for_a_socket_is_no_obstacle(tmp_path: Path) -> None:
    server = PostgresServer.start(tmp_path / ("x" * 100) / "cluster", password="p")
    connection = await asyncpg.connect(server.admin_url)
    await connection.close()
    server.stop()
    assert not server.socket_dir.exists()


def test_nats_keeps_its_password_in_a_private_file(tmp_path: Path) -> None:
    server = NatsServer.start(tmp_path / "nats", user="suite", password="hidden-word")
    command = Path("/proc", str(server.process.pid), "cmdline").read_text()
    server.stop()
    assert "hidden-word" not in command + (tmp_path / "nats.log").read_text() + repr(server)
    assert (tmp_path / "nats" / "nats.conf").stat().st_mode & 0o777 == 0o600
