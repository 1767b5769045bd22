"""Append, export, verify; tamper, and be named."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from audit.app import UseCases, use_cases
from audit.checkpoints import note
from audit.entries.check import DatabaseCheck
from audit.entries.model import Entry
from audit.entries.store import EntryStore
from audit.errors import LogDamagedError, LogEmptyError, SizeOutOfRangeError, TimeRangeReversedError
from audit.log import merkle
from audit.log.store import LogStore
from cfu.verify import verify_file, verify_growth
from kit.caller import Caller
from kit.db import Database
from kit.testing.plugin import ServiceDatabase

Export = Callable[..., Awaitable[Path]]
MakeEntries = Callable[[int], list[Entry]]


async def tamper(urls: ServiceDatabase, *commands: str) -> None:
    """What only a superuser can: past triggers and row-level security."""
    connection = await asyncpg.connect(urls.superuser)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")
            for command in commands:
                assert await connection.execute(command) not in {"UPDATE 0", "DELETE 0"}
    finally:
        await connection.close()


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("sizes", [[1], [3, 250, 1, 2, 600, 7]])
async def test_what_is_appended_is_exported_and_verified(
    *, made: UseCases, caller: Caller, make: MakeEntries, export: Export, form: str, sizes: list[int]
) -> None:
    for size in sizes:
        assert await made.entries.append(make(size)) == size
    report = verify_file(await export(form), key=made.checkpoints.log_key(caller.workspace_id))
    assert report.ok, report.text
    assert (report.entries, report.tree_size) == (sum(sizes), sum(sizes))


@pytest.mark.parametrize("form", ["json", "csv"])
async def test_a_range_of_time(made: UseCases, caller: Caller, make: MakeEntries, export: Export, form: str) -> None:
    times = []
    for size in (100, 300, 50):
        await made.entries.append(make(size))
        times.append((await made.checkpoints.get_checkpoint(caller)).sign_time)
    report = verify_file(await export(form, times[1], times[2]))
    assert report.ok, report.text
    assert (report.from_seq, report.to_seq, report.tree_size) == (100, 400, 450)
    empty = verify_file(await export(form, times[2], times[2]))
    assert empty.ok, empty.text
    assert empty.entries == 0


async def test_growth_is_proved(made: UseCases, make: MakeEntries, export: Export) -> None:
    await made.entries.append(make(300))
    older = await export()
    await made.entries.append(make(300))
    assert verify_growth(older, await export()).ok


async def test_an_entry_taken_before_is_no_error(made: UseCases, make: MakeEntries, export: Export) -> None:
    entries = make(10)
    assert await made.entries.append([*entries[:5], *entries[:5]]) == 5
    assert await made.entries.append(entries) == 5
    assert await made.entries.append(entries) == 0
    assert verify_file(await export()).entries == 10


async def test_sequencers_that_race(database: Database, caller: Caller, make: MakeEntries, export: Export) -> None:
    processes = [use_cases(database, b"l" * 32) for _ in range(2)]
    batches = [make(17) for _ in range(20)]
    twice = [made.entries.append(batch) for batch in batches for made in processes]
    assert sum(await asyncio.gather(*twice)) == 20 * 17
    report = verify_file(await export())
    assert report.ok, report.text
    assert report.entries == 20 * 17


async def test_a_new_process_goes_on_where_the_old_one_ended(
    database: Database, caller: Caller, make: MakeEntries, export: Export
) -> None:
    for size in (255, 1, 1, 511, 3):
        await use_cases(database, b"l" * 32).entries.append(make(size))
    report = verify_file(await export())
    assert report.ok, report.text
    assert report.entries == 771


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("seq", [0, 255, 256, 299])
async def test_one_byte_changed_is_named(
    *, made: UseCases, caller: Caller, make: MakeEntries, export: Export, urls: ServiceDatabase, form: str, seq: int
) -> None:
    entries = make(300)
    await made.entries.append(entries)
    where = f"workspace_id = '{caller.workspace_id}' AND seq = {seq}"
    await tamper(urls, f"UPDATE entries SET leaf = replace(leaf, 'user-', 'uSer-') WHERE {where}")
    report = verify_file(await export(form))
    assert len(report.problems) == 1
    assert f"entry seq {seq} ({entries[seq].entry_id}) was changed" in report.problems[0]


@pytest.mark.parametrize("seq", [0, 7, 299])
async def test_a_removed_entry_is_named(
    *, made: UseCases, caller: Caller, make: MakeEntries, export: Export, urls: ServiceDatabase, seq: int
) -> None:
    entries = make(300)
    await made.entries.append(entries)
    where = f"workspace_id = '{caller.workspace_id}' AND seq = {seq}"
    await tamper(urls, f"DELETE FROM entries WHERE {where}")
    report = verify_file(await export())
    assert f"entry seq {seq} ({entries[seq].entry_id}) was removed" in report.problems[0]
    await tamper(urls, f"DELETE FROM leaves WHERE {where}")
    assert any(f"missing: seq {seq} " in problem for problem in verify_file(await export()).problems)


async def test_reordered_entries_are_named(
    made: UseCases, caller: Caller, make: MakeEntries, export: Export, urls: ServiceDatabase
) -> None:
    await made.entries.append(make(9))
    mine = f"workspace_id = '{caller.workspace_id}'"
    text = f"(SELECT leaf FROM entries WHERE {mine} AND seq = 11 - e.seq)"
    await tamper(urls, f"UPDATE entries e SET leaf = {text} WHERE {mine} AND seq IN (4, 7)")
    problems = verify_file(await export()).problems
    assert "entry seq 4" in problems[0]
    assert "text of seq 7" in problems[0]


async def test_a_log_whose_hashes_were_changed_takes_nothing_more(
    database: Database, made: UseCases, caller: Caller, make: MakeEntries, urls: ServiceDatabase
) -> None:
    await made.entries.append(make(5))
    mine = f"workspace_id = '{caller.workspace_id}' AND seq = 2"
    await tamper(urls, f"UPDATE leaves SET leaf_hash = sha256('x') WHERE {mine}")
    with pytest.raises(LogDamagedError):
        await use_cases(database, b"l" * 32).entries.append(make(1))


TABLES = ["entries", "entry_records", "leaves", "tiles", "checkpoints", "cosignatures", "logs", "entries_default"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("command", ["UPDATE {} SET workspace_id = workspace_id", "DELETE FROM {}", "TRUNCATE {}"])
async def test_nobody_changes_or_removes(made: UseCases, urls: ServiceDatabase, table: str, command: str) -> None:
    for url in (urls.application, urls.owner, urls.superuser):
        connection = await asyncpg.connect(url)
        try:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(command.format(table))
        finally:
            await connection.close()


async def test_partitions_of_months_refuse_too(urls: ServiceDatabase) -> None:
    connection = await asyncpg.connect(urls.owner)
    try:
        names = await connection.fetch("SELECT relname FROM pg_class WHERE relname ~ '^(entries|entry_records)_2'")
        assert len([row for row in names if "pkey" not in row["relname"]]) >= 50
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only grows"):
            await connection.execute("TRUNCATE " + min(row["relname"] for row in names))
    finally:
        await connection.close()


async def test_proofs(made: UseCases, caller: Caller, make: MakeEntries) -> None:
    entries = make(700)
    await made.entries.append(entries[:300])
    old = await made.checkpoints.get_checkpoint(caller)
    await made.entries.append(entries[300:])
    new = await made.checkpoints.get_checkpoint(caller)
    size, hashes = await made.log.consistency_proof(caller, 300, 0)
    assert merkle.consistent(300, size, old.root, new.root, hashes)
    for seq in (0, 255, 256, 511, 512, 699):
        proof = await made.entries.inclusion_proof(caller, entries[seq].entry_id)
        assert proof.leaf_hash == merkle.hash_leaf(proof.leaf.encode())
        assert merkle.root_from_inclusion(seq, 700, proof.leaf_hash, proof.hashes) == new.root
    assert made.checkpoints.verifies(caller.workspace_id, new.note)
    assert note.parse_checkpoint(note.split(new.note)[0]).root == new.root


async def test_what_cannot_be_asked(made: UseCases, caller: Caller, make: MakeEntries, export: Export) -> None:
    with pytest.raises(LogEmptyError):
        await made.checkpoints.get_checkpoint(caller)
    with pytest.raises(LogEmptyError):
        await export()
    await made.entries.append(make(3))
    for sizes in ((4, 0), (0, 4), (3, 2)):
        with pytest.raises(SizeOutOfRangeError):
            await made.log.consistency_proof(caller, *sizes)
    now = (await made.checkpoints.get_checkpoint(caller)).sign_time
    with pytest.raises(TimeRangeReversedError):
        await export("json", now, now.replace(year=2000))


async def test_the_database_checks_itself(
    database: Database, made: UseCases, caller: Caller, make: MakeEntries, urls: ServiceDatabase
) -> None:
    async def found() -> str:
        check = DatabaseCheck(database, LogStore(), EntryStore(), made.checkpoints)
        return "\n".join(line for line in await check.check_all() if str(caller.workspace_id) in line)

    await made.entries.append(make(300))
    await made.entries.append(make(300))
    assert await found() == ""
    mine = f"workspace_id = '{caller.workspace_id}'"
    await tamper(urls, f"DELETE FROM entry_records WHERE {mine} AND seq = 400 AND record_id = 'contact-all'")
    assert "entry seq 400: the list of its records" in await found()
    await tamper(urls, f"UPDATE tiles SET root = sha256('x'), hashes = repeat('x', 8192)::bytea WHERE {mine}")
    assert "the tile of seq 0..255" in await found()
    await tamper(urls, f"UPDATE entries SET leaf = replace(leaf, 'user-', 'uSer-') WHERE {mine} AND seq = 9")
    assert "entry seq 9 " in await found()
    await tamper(urls, f"UPDATE checkpoints SET note = replace(note, E'\\n300\\n', E'\\n301\\n') WHERE {mine}")
    assert "size 300 is not signed" in await found()
