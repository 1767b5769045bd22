"""The crm service on a real PostgreSQL, without its edges."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from contactfollowup.crm.v1.imports_pb2 import UploadContactImportRequest, UploadEnd
from crm.app import UseCases, use_cases
from crm.contacts.model import Details
from crm.imports.model import Import
from crm.imports.rpc import Contents
from kit.caller import Caller
from kit.db import Database
from kit.testing.callers import make_caller
from kit.testing.plugin import ServiceDatabase
from phi_crypto import MasterKeys

DATA_KEY, INDEX_KEY, PAGE_KEY = b"d" * 32, b"i" * 32, b"p" * 32


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def urls(service_database: Callable[[str], Awaitable[ServiceDatabase]]) -> ServiceDatabase:
    return await service_database("crm")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def database(urls: ServiceDatabase) -> AsyncIterator[Database]:
    connected = await Database.connect(urls.application)
    yield connected
    await connected.close()


@dataclass
class Plan:
    """What identity says of every workspace."""

    limit: int | None = None

    async def contact_limit(self, _: UUID) -> int | None:
        return self.limit


@pytest.fixture
def plan() -> Plan:
    return Plan()


@pytest.fixture
def crm(database: Database, plan: "Plan") -> UseCases:
    return use_cases(database, MasterKeys(DATA_KEY), INDEX_KEY, PAGE_KEY, plan)


@pytest.fixture
def caller() -> Caller:
    """A member of staff in a workspace of its own."""
    return make_caller()


Add = Callable[..., Awaitable[Any]]


@pytest.fixture
def add(crm: UseCases, caller: Caller) -> Add:
    """Creates a contact of the details given."""

    async def create(**details: Any) -> Any:
        contact, _ = await crm.contacts.create(caller, Details(**details), "")
        return contact

    return create


Upload = Callable[..., Awaitable[Import]]


@pytest.fixture
def upload(crm: UseCases, caller: Caller) -> Upload:
    """Uploads a file in pieces, without working it off."""

    async def send(
        content: bytes, *, dry_run: bool = False, piece: int = 100_000, request_id: str = "", uploader: Caller = caller
    ) -> Import:
        async def requests() -> AsyncIterator[UploadContactImportRequest]:
            for start in range(0, len(content), piece):
                yield UploadContactImportRequest(content=content[start : start + piece])
            yield UploadContactImportRequest(end=UploadEnd(dry_run=dry_run))

        return await crm.imports.upload(uploader, request_id, Contents(requests()))

    return send


@pytest.fixture
def take_in(crm: UseCases, caller: Caller, upload: Upload) -> Upload:
    """Uploads a file and works it off; the import as it then is."""

    async def run(content: bytes, **options: Any) -> Import:
        found = await upload(content, **options)
        while await crm.runner.work_next():
            continue
        return await crm.imports.get(caller, found.import_id)

    return run
