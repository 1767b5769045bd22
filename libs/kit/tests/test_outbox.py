import asyncio
from collections.abc import Sequence

import asyncpg

from contactfollowup.audit.v1.entries_pb2 import EntryBatch
from contactfollowup.crm.v1.events_pb2 import ContactCreated
from kit.bus import Bus, Message
from kit.caller import Caller
from kit.db import Database
from kit.errors import Unavailable
from kit.leader import lead
from kit.outbox import Relay


async def publish(database: Database, caller: Caller, *record_ids: str) -> None:
    async with database.transaction(caller) as tx:
        for record_id in record_ids:
            tx.publish("cfu.ledger.v1.note.added", ContactCreated(contact_id=record_id), record_id)


async def test_events_arrive_in_order_and_leave_the_outbox(
    database: Database, bus: Bus, caller: Caller, superuser: asyncpg.Connection
) -> None:
    await bus.ensure_stream("ledger")
    await publish(database, caller, *(str(number) for number in range(300)))
    relay = Relay(bus, database.outbox_written)
    leading = asyncio.create_task(lead(database, "ledger.outbox", relay.run))
    arrived: list[Message] = []

    async def take(batch: Sequence[Message]) -> None:
        arrived.extend(batch)

    consuming = asyncio.create_task(bus.consume("ledger", "takes-all", take))
    while len(arrived) < 300:
        await asyncio.sleep(0.02)
    for task in (leading, consuming):
        task.cancel()
    await asyncio.gather(leading, consuming, return_exceptions=True)
    assert [message.record_id for message in arrived] == [str(number) for number in range(300)]
    assert {message.workspace_id for message in arrived} == {caller.workspace_id}
    assert await superuser.fetchval("SELECT count(*) FROM outbox") == 0


async def test_a_failed_batch_is_handed_over_again_one_by_one(database: Database, bus: Bus, caller: Caller) -> None:
    await bus.ensure_stream("ledger")
    connection = await database.dedicated()
    await publish(database, caller, "good", "bad", "fine")
    await Relay(bus, database.outbox_written).relay_once(connection)
    await connection.close()
    taken: list[str] = []
    failures = 0

    async def take(batch: Sequence[Message]) -> None:
        nonlocal failures
        mine = [message.record_id for message in batch if message.workspace_id == caller.workspace_id]
        if "bad" in mine and failures < 2:
            failures += 1
            raise RuntimeError
        taken.extend(mine)

    consuming = asyncio.create_task(bus.consume("ledger", "fails-first", take))
    while len(taken) < 3:
        await asyncio.sleep(0.02)
    consuming.cancel()
    await asyncio.gather(consuming, return_exceptions=True)
    assert sorted(taken) == ["bad", "fine", "good"]


async def test_a_batch_waits_for_what_is_not_reachable(database: Database, bus: Bus, caller: Caller) -> None:
    await bus.ensure_stream("ledger")
    connection = await database.dedicated()
    await publish(database, caller, "waits")
    await Relay(bus, database.outbox_written).relay_once(connection)
    await connection.close()
    taken: list[str] = []
    refusals = 0

    async def take(batch: Sequence[Message]) -> None:
        nonlocal refusals
        mine = [message.record_id for message in batch if message.workspace_id == caller.workspace_id]
        if mine and refusals < 2:
            refusals += 1
            raise Unavailable
        taken.extend(mine)

    consuming = asyncio.create_task(bus.consume("ledger", "waits", take))
    async with asyncio.timeout(30):
        while not taken:
            await asyncio.sleep(0.02)
    consuming.cancel()
    await asyncio.gather(consuming, return_exceptions=True)
    assert (taken, refusals) == (["waits"], 2)


async def test_entries_packed_anew_after_a_crash_all_arrive(
    database: Database, bus: Bus, caller: Caller, superuser: asyncpg.Connection
) -> None:
    await bus.ensure_stream("audit")
    relay, connection = Relay(bus, database.outbox_written), await database.dedicated()
    arrived: set[str] = set()

    async def take(batch: Sequence[Message]) -> None:
        for message in batch:
            if message.workspace_id == caller.workspace_id:
                arrived.update(entry.record_ids[0] for entry in EntryBatch.FromString(message.payload).entries)

    async def record(*record_ids: str) -> None:
        async with database.transaction(caller) as tx:
            for record_id in record_ids:
                tx.audit("note", [record_id])

    await record("first")
    await record("second")
    rows = await superuser.fetch("SELECT * FROM outbox")
    await relay.relay_once(connection)
    columns = "position, event_id, workspace_id, subject, record_id, payload"
    for row in rows:
        # The removal is undone, as by a crash before it was on disk.
        await superuser.execute(
            f"INSERT INTO outbox ({columns}) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6)",
            *(row[name] for name in columns.split(", ")),
        )
    await record("third")
    await relay.relay_once(connection)
    await connection.close()
    consuming = asyncio.create_task(bus.consume("audit", "takes-entries", take))
    async with asyncio.timeout(30):
        while len(arrived) < 3:
            await asyncio.sleep(0.02)
    consuming.cancel()
    await asyncio.gather(consuming, return_exceptions=True)
    assert arrived == {"first", "second", "third"}


async def test_work_that_fails_in_any_way_is_begun_again(database: Database) -> None:
    begun = 0

    async def work(_: asyncpg.Connection) -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise asyncpg.InternalClientError
        await asyncio.Event().wait()

    leading = asyncio.create_task(lead(database, "tests.fails", work))
    async with asyncio.timeout(30):
        while begun < 2:
            assert not leading.done()
            await asyncio.sleep(0.01)
    leading.cancel()
    await asyncio.gather(leading, return_exceptions=True)


async def test_one_process_leads_and_another_takes_over(database: Database) -> None:
    leaders: list[str] = []

    async def work(name: str) -> None:
        leaders.append(name)
        await asyncio.Event().wait()

    first = asyncio.create_task(lead(database, "tests.leader", lambda _: work("first")))
    while not leaders:
        await asyncio.sleep(0.01)
    second = asyncio.create_task(lead(database, "tests.leader", lambda _: work("second")))
    await asyncio.sleep(0.1)
    assert leaders == ["first"]
    first.cancel()
    while len(leaders) < 2:
        await asyncio.sleep(0.01)
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert leaders == ["first", "second"]
