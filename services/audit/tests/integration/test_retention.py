"""Months go as a whole after seven years; hashes stay, so that old proofs still verify."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest_asyncio

from audit.app import use_cases
from audit.entries.model import Entry
from audit.log import merkle
from audit.retention.service import Retention
from audit.retention.store import RetentionStore
from cfu.verify import verify_file
from kit.caller import Caller
from kit.db import DEPLOYMENT, Database
from kit.testing.plugin import ServiceDatabase

Export = Callable[..., Awaitable[Path]]
MakeEntries = Callable[[int], list[Entry]]


class FixedClock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@pytest_asyncio.fixture(loop_scope="session")
async def owner(urls: ServiceDatabase) -> AsyncIterator[Database]:
    connected = await Database.connect(urls.owner)
    yield connected
    await connected.close()


async def test_old_entries_go_and_their_hashes_stay(
    database: Database, owner: Database, caller: Caller, make: MakeEntries, export: Export
) -> None:
    store, clock = RetentionStore(), FixedClock(datetime(2001, 5, 20, tzinfo=UTC))
    async with owner.transaction(DEPLOYMENT) as tx:
        assert await store.open_month(tx, date(2001, 5, 1))
    made = use_cases(database, b"l" * 32, clock=clock)
    old = make(10)
    await made.entries.append(old)
    clock.moment = datetime.now(UTC)
    await made.entries.append(make(300))
    retention = Retention(owner, store, clock)
    assert set(await retention.drop_expired(7)) == {"entries_2001_05", "entry_records_2001_05"}

    report = verify_file(await export())
    assert report.ok, report.text
    assert (report.from_seq, report.to_seq) == (10, 310)
    proof = await made.entries.inclusion_proof(caller, old[3].entry_id)
    root = (await made.checkpoints.get_checkpoint(caller)).root
    assert proof.leaf == ""
    assert merkle.root_from_inclusion(3, 310, proof.leaf_hash, proof.hashes) == root
    await use_cases(database, b"l" * 32).entries.append(make(1))
    assert verify_file(await export()).tree_size == 311


async def test_a_month_that_was_not_opened_is_caught_by_the_default(
    database: Database, owner: Database, caller: Caller, make: MakeEntries
) -> None:
    month = date(2190, 3, 1)
    clock = FixedClock(datetime(2190, 3, 5, tzinfo=UTC))
    assert await use_cases(database, b"l" * 32, clock=clock).entries.append(make(2)) == 2
    clock.moment = datetime(2190, 3, 1, tzinfo=UTC) - timedelta(days=40)
    assert await Retention(owner, RetentionStore(), clock).open_months() == [month]


async def test_time_never_goes_back(database: Database, caller: Caller, make: MakeEntries, export: Export) -> None:
    clock = FixedClock(datetime.now(UTC))
    made = use_cases(database, b"l" * 32, clock=clock)
    await made.entries.append(make(2))
    clock.moment -= timedelta(hours=1)
    await made.entries.append(make(2))
    report = verify_file(await export())
    assert report.ok, report.text
