"""A plan holds so many contacts and no more: exactly, however many are added at once and by whatever way."""

import asyncio
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from crm.app import UseCases
from crm.contacts.model import Details
from crm.errors import ROW_ERRORS, ContactLimitReachedError
from crm.imports import runner
from crm.imports.model import Counts, Import
from crm.limits import store
from kit.caller import Caller
from kit.db import Database
from kit.testing.callers import make_caller
from kit.testing.plugin import ServiceDatabase

from .conftest import Plan, Upload

HEADER = b"First,Last,Email\n"


def rows(*names: str) -> bytes:
    return HEADER + b"".join(f"{name},Lee,{name.lower()}@example.com\n".encode() for name in names)


def limited(caller: Caller, most: int) -> Caller:
    return replace(caller, contact_limit=most)


async def create(crm: UseCases, caller: Caller, name: str = "Ann", request_id: str = "") -> Any:
    return (await crm.contacts.create(caller, Details(first_name=name), request_id))[0]


async def held(database: Database, caller: Caller) -> int:
    """Counted from the rows themselves."""
    async with database.transaction(caller) as tx:
        rows = await tx._connection.fetch("SELECT 1 FROM contacts WHERE erase_time IS NULL")
    return len(rows)


async def rejected(crm: UseCases, caller: Caller, found: Import) -> list[tuple[int, str]]:
    page = await crm.imports.rejections(caller, found.import_id, 100, "")
    return [(row.line, row.reason) for row in page.rows]


async def test_of_64_who_create_the_last_contact_at_once_one_wins(
    crm: UseCases, caller: Caller, database: Database
) -> None:
    for _ in range(4):
        await create(crm, limited(caller, 5))
    work = (create(crm, limited(caller, 5), f"Ann{n}") for n in range(64))
    done = await asyncio.gather(*work, return_exceptions=True)
    refused = [each for each in done if isinstance(each, ContactLimitReachedError)]
    assert (len(done) - len(refused), {each.metadata["limit"] for each in refused}) == (1, {"5"})
    assert await held(database, caller) == await crm.contacts.count(caller) == 5


async def test_at_the_limit_everything_but_adding_goes_on_and_erasing_makes_room(
    crm: UseCases, caller: Caller, database: Database
) -> None:
    unlimited = [await create(crm, caller, f"Ann{n}") for n in range(3)]
    below = limited(caller, 2)
    with pytest.raises(ContactLimitReachedError):
        await create(crm, below)
    changed = await crm.contacts.update(below, unlimited[0].contact_id, Details(first_name="Eve"), ["first_name"], "")
    assert changed.details.first_name == "Eve"
    await crm.contacts.archive(below, unlimited[1].contact_id, "")
    with pytest.raises(ContactLimitReachedError):
        await create(crm, below)
    for contact in unlimited[:2]:
        await crm.contacts.erase(below, contact.contact_id, "request 7")
    await create(crm, below)
    with pytest.raises(ContactLimitReachedError):
        await create(crm, below)
    assert await held(database, caller) == await crm.contacts.count(caller) == 2


async def test_a_request_that_was_answered_is_answered_again_at_the_limit(crm: UseCases, caller: Caller) -> None:
    made = await create(crm, limited(caller, 1), request_id="once-only-1")
    again = await create(crm, limited(caller, 1), request_id="once-only-1")
    assert again.contact_id == made.contact_id


async def test_a_failed_creation_takes_no_room(crm: UseCases, caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken_off, pytest.raises(RuntimeError):
        broken_off.setattr("kit.db.Transaction.remember", broken)
        await create(crm, limited(caller, 1))
    assert await crm.contacts.count(caller) == 0
    await create(crm, limited(caller, 1))


async def test_an_import_takes_rows_up_to_the_limit_and_rejects_the_rest_one_by_one(
    crm: UseCases, caller: Caller, take_in: Upload, plan: Plan, *, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(runner, "BATCH_ROWS", 2)
    await take_in(rows("Ann"))
    plan.limit = 4
    names = ("Ben", "Ben", "Cat", "Ann", "Dan", "Eve", "Ann", "Eve", "Fay")
    rehearsed = await take_in(rows(*names), dry_run=True)
    done = await take_in(rows(*names))
    assert done.counts == Counts(processed=9, created=3, updated=3, unchanged=3, rejected=3)
    assert await rejected(crm, caller, done) == [(line, "CONTACT_LIMIT_REACHED") for line in (7, 9, 10)]
    assert (rehearsed.counts.created, rehearsed.counts.rejected) == (3, 3)
    assert await held(database, caller) == await crm.contacts.count(caller) == 4
    assert "larger plan" in ROW_ERRORS["CONTACT_LIMIT_REACHED"].message


async def test_each_batch_goes_by_the_plan_of_its_own_moment(
    crm: UseCases, caller: Caller, upload: Upload, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BATCH_ROWS", 1)
    asked: list[int | None] = []

    async def shrinking(_: Any) -> int | None:
        asked.append(2 if asked else None)
        return asked[-1]

    monkeypatch.setattr(plan, "contact_limit", shrinking)
    found = await upload(rows("Ann", "Ben", "Cat", "Dan"))
    while await crm.runner.work_next():
        continue
    done = await crm.imports.get(caller, found.import_id)
    assert (asked, done.counts.created, done.counts.rejected) == ([None, 2, 2, 2], 2, 2)


async def test_creations_and_imports_at_once_take_no_room_twice(
    crm: UseCases, caller: Caller, upload: Upload, plan: Plan, *, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BATCH_ROWS", 5)
    plan.limit = 40
    await upload(rows(*(f"Row{n}" for n in range(60))))
    single = (create(crm, limited(caller, 40), f"Ann{n}") for n in range(60))
    await asyncio.gather(crm.runner.work_next(), *single, return_exceptions=True)
    assert await held(database, caller) == await crm.contacts.count(caller) == 40


async def test_without_a_limit_nothing_is_asked(crm: UseCases, caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "HOLD", None)
    await create(crm, caller)


async def test_the_count_is_of_one_workspace_and_nobody_else_reads_or_writes_it(
    crm: UseCases, caller: Caller, urls: ServiceDatabase
) -> None:
    await create(crm, caller)
    assert await crm.contacts.count(make_caller()) == 0
    connection = await asyncpg.connect(urls.application)
    await connection.execute(f"SET app.workspace_id = '{make_caller().workspace_id}'")
    assert await connection.fetchval("SELECT hold_contact_count($1)", caller.workspace_id) == 0
    assert await connection.execute("UPDATE contact_counts SET contacts = 0") == "UPDATE 0"
    await connection.close()
