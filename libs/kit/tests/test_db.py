import asyncio

import asyncpg
import pytest
from ledger import ADD, ALL

from contactfollowup.audit.v1.entries_pb2 import EntryBatch
from contactfollowup.crm.v1.events_pb2 import ContactCreated
from kit import inbox
from kit.audit import entry
from kit.caller import Caller
from kit.db import DEPLOYMENT, Database, UniqueConflict
from kit.errors import DeadlineExceeded, Error, InvalidInput
from kit.idempotency import RequestIdReusedError, RequestInProgressError
from kit.ids import new_id
from kit.read_recorder import ReadRecorder
from kit.testing.callers import make_caller


def note(caller: Caller, title: str = "") -> dict[str, object]:
    return {
        "note_id": new_id(),
        "workspace_id": caller.workspace_id,
        "title": title or str(new_id()),
        "content": {"pages": 3},
    }


async def count(database: Database, caller: Caller) -> int:
    async with database.transaction(caller) as tx:
        return len(await tx.all(ALL))


async def test_a_committed_row_is_read_back_with_its_json(database: Database, caller: Caller) -> None:
    async with database.transaction(caller) as tx:
        await tx.run(ADD, **note(caller))
    async with database.transaction(caller) as tx:
        row = await tx.first(ALL)
    assert row is not None
    assert row["content"] == {"pages": 3}


async def test_a_block_that_raises_leaves_nothing(database: Database, caller: Caller) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction(caller) as tx:
            await tx.run(ADD, **note(caller))
            raise RuntimeError
    assert await count(database, caller) == 0


async def test_a_workspace_sees_only_its_own_rows(database: Database, caller: Caller) -> None:
    async with database.transaction(caller) as tx:
        await tx.run(ADD, **note(caller))
    assert await count(database, make_caller()) == 0
    assert await count(database, caller) == 1


async def test_a_row_of_another_workspace_cannot_be_written(database: Database, caller: Caller) -> None:
    with pytest.raises(Error):
        async with database.transaction(caller) as tx:
            await tx.run(ADD, **note(make_caller()))


async def test_a_deployment_transaction_sees_no_table_that_does_not_admit_it(
    database: Database, caller: Caller
) -> None:
    async with database.transaction(caller) as tx:
        await tx.run(ADD, **note(caller))
    async with database.transaction(DEPLOYMENT) as tx:
        assert await tx.all(ALL) == []


async def test_event_and_entry_are_committed_with_the_change(
    database: Database, caller: Caller, superuser: asyncpg.Connection
) -> None:
    async with database.transaction(caller) as tx:
        await tx.run(ADD, **note(caller))
        tx.publish("cfu.ledger.v1.note.added", ContactCreated(contact_id="n1"), "n1")
        tx.audit("note", ["n1"], ["title"])
    rows = await superuser.fetch("SELECT * FROM outbox ORDER BY position")
    assert [row["subject"] for row in rows] == ["cfu.ledger.v1.note.added", "cfu.audit.v1.entry.recorded"]
    (made,) = EntryBatch.FromString(rows[1]["payload"]).entries
    assert (made.action, list(made.record_ids), list(made.fields)) == ("note.added", ["n1"], ["title"])


async def test_event_and_entry_go_with_a_rollback(
    database: Database, caller: Caller, superuser: asyncpg.Connection
) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction(caller) as tx:
            tx.audit("note", ["n1"])
            raise RuntimeError
    assert await superuser.fetchval("SELECT count(*) FROM outbox") == 0


async def test_a_unique_conflict_names_the_constraint_and_no_value(database: Database, caller: Caller) -> None:
    secret = f"Smith {new_id()}"
    with pytest.raises(UniqueConflict) as refused:
        async with database.transaction(caller) as tx:
            await tx.run(ADD, **note(caller, secret))
            await tx.run(ADD, **note(caller, secret))
    assert refused.value.constraint == "notes_title_key"
    assert "Smith" not in repr(refused.value)
    assert refused.value.__cause__ is None


async def test_a_text_that_no_database_stores_is_bad_input_and_no_fault_of_ours(
    database: Database, caller: Caller
) -> None:
    with pytest.raises(InvalidInput):
        async with database.transaction(caller) as tx:
            await tx.run(ADD, **note(caller, "a\0b"))


async def test_a_statement_ends_with_the_deadline_of_its_caller(database: Database) -> None:
    from sqlalchemy import func, select

    from kit.statement import statement

    with pytest.raises(DeadlineExceeded):
        async with database.transaction(make_caller(deadline=asyncio.get_running_loop().time() + 0.05)) as tx:
            await tx.all(statement(select(func.pg_sleep(20))))


async def test_cancelled_transactions_leak_no_connection(
    database: Database, caller: Caller, superuser: asyncpg.Connection
) -> None:
    async def work() -> None:
        async with database.transaction(caller) as tx:
            await tx.run(ADD, **note(caller))
            await asyncio.sleep(1)

    for pause in [0, 0.001, 0.003] * 20:
        task = asyncio.create_task(work())
        await asyncio.sleep(pause)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await count(database, caller) == 0
    open_ones = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ledger_app' AND state <> 'idle'"
    assert await superuser.fetchval(open_ones) == 0


async def test_a_request_id_answers_with_what_the_first_call_made(database: Database, caller: Caller) -> None:
    async with database.transaction(caller) as tx:
        assert await tx.replayed("r1") is None
        await tx.remember("r1", "made-1")
    async with database.transaction(caller) as tx:
        assert await tx.replayed("r1") == "made-1"
        with pytest.raises(RequestInProgressError):
            await tx.remember("r1", "made-2")


async def test_a_request_id_with_another_content_is_refused(database: Database, caller: Caller) -> None:
    async with database.transaction(caller) as tx:
        await tx.remember("r2", "made-1", b"first")
    async with database.transaction(caller) as tx:
        assert await tx.replayed("r2", b"first") == "made-1"
        with pytest.raises(RequestIdReusedError):
            await tx.replayed("r2", b"second")


async def test_an_event_is_first_once(database: Database, caller: Caller) -> None:
    event_id = new_id()
    async with database.transaction(caller) as tx:
        assert await inbox.is_first(tx, "reminders", caller.workspace_id, event_id)
        assert not await inbox.is_first(tx, "reminders", caller.workspace_id, event_id)


async def test_reads_in_flight_are_committed_together(
    database: Database, caller: Caller, superuser: asyncpg.Connection
) -> None:
    recorder = ReadRecorder(database)

    async def read(record_id: str) -> None:
        recorder.begin()
        try:
            await asyncio.sleep(0)
            await recorder.record(entry(caller, "note", [record_id]))
        finally:
            recorder.end()

    await asyncio.gather(*(read(f"n{number}") for number in range(20)))
    await recorder.close()
    batches = [EntryBatch.FromString(row["payload"]) for row in await superuser.fetch("SELECT payload FROM outbox")]
    assert {made.record_ids[0] for batch in batches for made in batch.entries} == {f"n{n}" for n in range(20)}
    assert len(batches) < 20
