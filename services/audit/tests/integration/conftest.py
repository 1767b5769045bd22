"""The audit service on a real PostgreSQL, without its edges."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from audit.app import UseCases, use_cases
from audit.checkpoints.note import COSIGNATURE, Signer
from audit.entries.model import Entry
from audit.witness.settings import WITNESS_NAME
from kit.caller import Caller, for_service
from kit.db import Database
from kit.ids import new_id
from kit.testing.plugin import ServiceDatabase

LOG_SEED = b"l" * 32
WITNESS = Signer(WITNESS_NAME, b"w" * 32, COSIGNATURE)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def urls(service_database: Callable[[str], Awaitable[ServiceDatabase]]) -> ServiceDatabase:
    return await service_database("audit")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def database(urls: ServiceDatabase) -> AsyncIterator[Database]:
    connected = await Database.connect(urls.application)
    yield connected
    await connected.close()


@pytest.fixture
def made(database: Database) -> UseCases:
    return use_cases(database, LOG_SEED, WITNESS.verifier.text())


@pytest.fixture
def caller() -> Caller:
    """A caller in a workspace of its own."""
    return for_service("audit", new_id(), "audit.exported")


MakeEntries = Callable[[int], list[Entry]]


@pytest.fixture
def make(caller: Caller) -> MakeEntries:
    def entries(count: int) -> list[Entry]:
        return [entry_of(caller.workspace_id, number) for number in range(count)]

    return entries


def entry_of(workspace_id: UUID, number: int) -> Entry:
    return Entry(
        entry_id=new_id(),
        workspace_id=workspace_id,
        time=datetime.now(UTC),
        actor_kind="user",
        actor_id=f"user-{number % 3}",
        action="contact.read" if number % 2 else "contact.updated",
        record_type="contact",
        record_ids=(f"contact-{number % 10}", "contact-all"),
        fields=("contact.email",),
        reason='=cmd, "quoted"',
    )


Export = Callable[..., Awaitable[Path]]


@pytest.fixture
def export(made: UseCases, caller: Caller, tmp_path: Path) -> Export:
    async def write(form: str = "json", from_time: datetime | None = None, to_time: datetime | None = None) -> Path:
        path = tmp_path / f"{new_id()}.{form}"
        with path.open("w", encoding="utf-8", newline="") as file:
            async for piece in made.entries.export(caller, form, from_time, to_time):
                file.write(piece)
        return path

    return write
