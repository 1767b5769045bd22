"""Imports from upload to contacts, on a real database."""

import asyncio
import contextlib
import csv
import dataclasses
import io
import itertools
import tracemalloc
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from contactfollowup.crm.v1.imports_pb2 import UploadContactImportRequest, UploadEnd
from crm.app import UseCases
from crm.contacts.model import Details
from crm.contacts.service import Filters
from crm.contacts.store import Criteria
from crm.errors import FileEmptyError, ImportMovedError, ImportNotFoundError
from crm.imports import runner
from crm.imports.batches import Batch
from crm.imports.model import Counts, Import, State
from crm.imports.rpc import Contents
from kit.caller import Caller
from kit.db import Database
from kit.ids import new_id
from kit.statement import statement
from kit.testing.callers import make_caller

from .conftest import Upload

HEADER = "First Name,LAST,E-mail Address,Mobile Phone,D.O.B.,Lifecycle Stage,SSN,Address,City,State,Zip\n"
ANN = "Ann,Lee,ann@example.com,(415) 555-0134,05/17/1980,Patient,999-75-6624,1 Main St,Oakland,CA,94601\n"
BEN = "Ben,Lee,ann@example.com,,1979-01-02,,,,,,\n"


def people(count: int, start: int = 0) -> bytes:
    rows = (
        f"First{n},Last{n},p{n}@example.com,415555{n % 10000:04},1980-01-02,,{n},,,,\n"
        for n in range(start, start + count)
    )
    return (HEADER + "".join(rows)).encode()


async def everyone(crm: UseCases, caller: Caller) -> list[Details]:
    seen, token = [], ""
    while True:
        page = await crm.contacts.list(caller, Filters(), 200, token, ())
        seen += [contact.details for contact in page.contacts]
        token = page.next_page_token
        if not token:
            return seen


async def count(database: Database, caller: Caller, table: str) -> int:
    async with database.transaction(caller) as tx:
        row = await tx.first(statement(text(f"SELECT count(*) AS n FROM {table}")))
    return int(row["n"]) if row else -1


async def test_a_file_becomes_contacts(crm: UseCases, caller: Caller, take_in: Upload) -> None:
    done = await take_in((HEADER + ANN + BEN).encode())
    assert done.state is State.SUCCEEDED
    assert done.counts == Counts(processed=2, created=2)
    assert done.processed_bytes == done.size_bytes
    ann = next(details for details in await everyone(crm, caller) if details.first_name == "Ann")
    assert (ann.email, ann.phone, ann.date_of_birth) == ("ann@example.com", "+14155550134", date(1980, 5, 17))
    assert (ann.lifecycle, ann.address.postal_code, dict(ann.properties)) == (
        "patient",
        "94601",
        {"SSN": "999-75-6624"},
    )
    page = await crm.contacts.search(caller, Criteria(query="ben"), 10, "", ())
    assert [contact.details.lifecycle for contact in page.contacts] == ["lead"]


async def test_nothing_of_the_file_is_stored_in_the_clear(
    crm: UseCases, caller: Caller, take_in: Upload, upload: Upload, database: Database
) -> None:
    await take_in((HEADER + ANN + "Bad,Row,canary-mail,,,,,,,,\n").encode())
    await upload((HEADER + ANN).encode())
    stored = ""
    async with database.transaction(caller) as tx:
        for table in ("contacts", "properties", "imports", "import_chunks", "import_rejections", "outbox"):
            rows = await tx.all(statement(text(f"SELECT * FROM {table}")))
            assert rows
            stored += repr([dict(row) for row in rows]).lower()
    for secret in ("ann@", "4155550134", "555-0134", "1980", "999-75-6624", "oakland", "canary"):
        assert secret not in stored


async def test_the_same_file_twice_makes_no_duplicates(
    crm: UseCases, caller: Caller, take_in: Upload, database: Database
) -> None:
    await take_in((HEADER + ANN + BEN).encode())
    before, events = await everyone(crm, caller), await count(database, caller, "outbox")
    again = await take_in((HEADER + ANN + BEN).encode())
    assert again.counts == Counts(processed=2, updated=2, unchanged=2)
    assert await everyone(crm, caller) == before
    # The upload is recorded, and nothing else happened.
    assert await count(database, caller, "outbox") == events + 1


async def test_a_later_file_supplements_and_never_blanks(crm: UseCases, caller: Caller, take_in: Upload) -> None:
    await take_in((HEADER + ANN).encode())
    done = await take_in(b"first,last,dob,email,phone,Plan\nANN,LEE,1980-05-17,new@example.com,,PPO\n")
    assert done.counts == Counts(processed=1, updated=1)
    (ann,) = await everyone(crm, caller)
    assert (ann.email, ann.phone, ann.lifecycle) == ("new@example.com", "+14155550134", "patient")
    assert ann.properties == {"SSN": "999-75-6624", "Plan": "PPO"}
    page = await crm.contacts.search(caller, Criteria(email="new@example.com"), 10, "", ())
    assert len(page.contacts) == 1


async def test_two_rows_of_one_person_are_one_contact(crm: UseCases, caller: Caller, take_in: Upload) -> None:
    done = await take_in((HEADER + "Ann,Lee,,,1980-05-17,,,,,,\n" + ANN + ANN).encode())
    assert done.counts == Counts(processed=3, created=1, updated=2, unchanged=1)
    (ann,) = await everyone(crm, caller)
    assert ann.email == "ann@example.com"


async def test_rows_that_do_not_go_in_are_told_and_downloaded(crm: UseCases, caller: Caller, take_in: Upload) -> None:
    bad = [
        'Bad,"Mail, two",no-mail,,,,,,,,\n',
        "Bad,Phone,,12345,,,,,,,\n",
        "Bad,Birth,,,2999-01-01,,,,,,\n",
        "Bad,Count,x\n",
        ",,,,1980-01-01,,,,,,\n",
        'Bad,"Quote,,,,,,,,,\n',
    ]
    done = await take_in((HEADER + "".join([*bad[:5], ANN, bad[5], BEN])).encode())
    assert done.counts == Counts(processed=8, created=2, rejected=6)
    first = await crm.imports.rejections(caller, done.import_id, 4, "")
    rest = await crm.imports.rejections(caller, done.import_id, 4, first.next_page_token)
    assert [(row.line, row.column, row.reason) for row in (*first.rows, *rest.rows)] == [
        (2, "E-mail Address", "INVALID_EMAIL"),
        (3, "Mobile Phone", "INVALID_PHONE"),
        (4, "D.O.B.", "INVALID_DATE_OF_BIRTH"),
        (5, "", "CELL_COUNT"),
        (6, "", "CONTACT_UNNAMED"),
        (8, "", "QUOTE_NOT_CLOSED"),
    ]
    report = b"".join([piece async for piece in crm.imports.report(caller, done.import_id)]).decode()
    lines = report.split("\r\n")
    assert lines[0] == "line,column,reason," + HEADER.strip()
    assert lines[1] == "2,E-mail Address,INVALID_EMAIL," + bad[0].strip()
    assert next(csv.DictReader(io.StringIO(report)))["LAST"] == "Mail, two"


async def test_the_corrected_report_goes_in(crm: UseCases, caller: Caller, take_in: Upload) -> None:
    done = await take_in((HEADER + "Ann,Lee,no-mail,,,,,,,,\n").encode())
    report = b"".join([piece async for piece in crm.imports.report(caller, done.import_id)])
    again = await take_in(report.replace(b"no-mail", b"ann@example.com"))
    assert again.counts == Counts(processed=1, created=1)
    (ann,) = await everyone(crm, caller)
    assert ann.properties == {}


FORMS = list(itertools.product(["utf-8", "utf-8-sig", "utf-16", "cp1252"], ",;\t|", ["\n", "\r\n", "\r"]))


@pytest.mark.parametrize("form", FORMS, ids=repr)
async def test_files_as_they_come(crm: UseCases, caller: Caller, take_in: Upload, form: tuple[str, str, str]) -> None:
    encoding, delimiter, newline = form
    rows = [["First", "Last", "Note"], ["Zoë", "Müller", f'says "hi"{delimiter} twice'], ["José", "Ña", "two\r\nlines"]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=newline).writerows(rows)
    done = await take_in(file.getvalue().encode(encoding), piece=7)
    assert done.counts == Counts(processed=2, created=2)
    assert {(each.first_name, each.last_name, each.properties["Note"]) for each in await everyone(crm, caller)} == {
        ("Zoë", "Müller", f'says "hi"{delimiter} twice'),
        ("José", "Ña", "two\r\nlines"),
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n1,2\n", "HEADER_NOT_RECOGNISED"),
        (b"\n\n", "HEADER_NOT_RECOGNISED"),
        (b"PK\x03\x04\x00\x00\x00\x00", "FILE_NOT_TEXT"),
    ],
)
async def test_a_file_that_is_no_list_of_people_fails_as_a_whole(
    caller: Caller, take_in: Upload, database: Database, content: bytes, reason: str
) -> None:
    done = await take_in(content)
    assert (done.state, done.failure_reason, done.counts) == (State.FAILED, reason, Counts())
    assert await count(database, caller, "import_chunks") == 0


async def test_an_empty_upload_leaves_nothing(caller: Caller, upload: Upload, database: Database) -> None:
    with pytest.raises(FileEmptyError):
        await upload(b"")
    assert await count(database, caller, "imports") == 0


def sent(pieces: AsyncIterator[bytes]) -> Contents:
    async def requests() -> AsyncIterator[UploadContactImportRequest]:
        async for piece in pieces:
            yield UploadContactImportRequest(content=piece)
        yield UploadContactImportRequest(end=UploadEnd())

    return Contents(requests())


async def test_an_upload_broken_off_leaves_nothing(crm: UseCases, caller: Caller, database: Database) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield people(20_000)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await crm.imports.upload(caller, "", sent(pieces()))
    assert await count(database, caller, "imports") == await count(database, caller, "import_chunks") == 0


async def test_the_same_upload_sent_again_is_one_import(upload: Upload) -> None:
    request_id = str(new_id())
    first = await upload(people(3), request_id=request_id)
    assert (await upload(people(3), request_id=request_id)).import_id == first.import_id


async def test_a_dry_run_counts_and_writes_nothing(crm: UseCases, caller: Caller, take_in: Upload) -> None:
    await take_in((HEADER + ANN).encode())
    content = (HEADER + ANN + BEN + BEN + "Bad,Row,no-mail,,,,,,,,\n").encode()
    rehearsed = await take_in(content, dry_run=True)
    assert len(await everyone(crm, caller)) == 1
    done = await take_in(content)
    assert rehearsed.counts == done.counts == Counts(processed=4, created=1, updated=2, unchanged=2, rejected=1)


async def test_after_a_crash_the_work_goes_on_without_loss_or_double(
    crm: UseCases, caller: Caller, upload: Upload, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BATCH_ROWS", 50)
    content = people(400) + b"Bad,Row,no-mail,,,,,,,,\n" + people(400, start=400).split(b"\n", 1)[1]
    found = await upload(content, piece=3000)
    stopped_at = []
    for wanted in (100, 350, 700):
        work = asyncio.create_task(crm.runner.work_next())
        while (await crm.imports.get(caller, found.import_id)).counts.processed < wanted:
            await asyncio.sleep(0)
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        stopped_at.append((await crm.imports.get(caller, found.import_id)).counts.processed)
    assert stopped_at[-1] < 801
    while await crm.runner.work_next():
        continue
    done = await crm.imports.get(caller, found.import_id)
    assert done.counts == Counts(processed=801, created=800, rejected=1)
    names = [details.first_name for details in await everyone(crm, caller)]
    assert sorted(names) == sorted(f"First{n}" for n in range(800))
    assert await count(database, caller, "data_keys") == 800
    rejected = await crm.imports.rejections(caller, found.import_id, 10, "")
    assert [row.line for row in rejected.rows] == [402]


async def test_a_runner_that_lost_its_lead_writes_nothing(
    crm: UseCases, caller: Caller, upload: Upload, database: Database
) -> None:
    found = await upload(people(5))
    stale = dataclasses.replace(found, state=State.RUNNING)
    await crm.runner.work_next()
    batch = Batch(stale.position, stale.position, [], [], [])
    with pytest.raises(ImportMovedError):
        await crm.runner.write(stale, batch, Counts())


async def test_a_large_file_takes_bounded_memory(
    crm: UseCases, caller: Caller, upload: Upload, take_in: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = b"Ann,Lee,ann@example.com,,1980-05-17,,,,,," + b"x" * 3000 + b"\n"

    async def pieces(rows: int) -> AsyncIterator[bytes]:
        yield HEADER.encode()
        for _ in range(rows):
            yield row

    async def peak(rows: int) -> int:
        tracemalloc.reset_peak()
        await crm.imports.upload(caller, "", sent(pieces(rows)))
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        small, large = await peak(500), await peak(8000)
    finally:
        tracemalloc.stop()
    # Sixteen times the file, the same few chunks in memory.
    assert large < small + 3_000_000
    while await crm.runner.work_next():
        continue


async def test_what_is_left_of_an_import_is_destroyed_in_time(
    crm: UseCases, caller: Caller, take_in: Upload, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = await take_in((HEADER + "Ann,Lee,no-mail,,,,,,,,\n").encode())
    assert await count(database, caller, "import_chunks") == 0
    await crm.runner.purge()
    assert await count(database, caller, "import_rejections") == 1
    monkeypatch.setattr(runner, "REJECTED_KEPT_FOR", timedelta(0))
    await crm.runner.purge()
    assert await count(database, caller, "import_rejections") == 0
    kept = await crm.imports.get(caller, done.import_id)
    assert (kept.wrapped_key, kept.counts) == ("", done.counts)
    assert b"".join([piece async for piece in crm.imports.report(caller, done.import_id)]).count(b"\n") == 1


async def test_abandoned_uploads_are_destroyed(
    crm: UseCases, caller: Caller, upload: Upload, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await upload(people(3))
    async with database.transaction(caller) as tx:
        await tx.run(statement(text("UPDATE imports SET state = 'uploading'")))
    await crm.runner.purge()
    assert await count(database, caller, "imports") == 1
    monkeypatch.setattr(runner, "ABANDONED_AFTER", timedelta(0))
    await crm.runner.purge()
    assert await count(database, caller, "imports") == await count(database, caller, "import_chunks") == 0
    with pytest.raises(ImportNotFoundError):
        await crm.imports.get(caller, found.import_id)


async def test_another_workspace_sees_no_import(crm: UseCases, take_in: Upload) -> None:
    done: Import = await take_in((HEADER + ANN).encode())
    stranger = make_caller()
    assert (await crm.imports.list(stranger, 10, "")).imports == []
    with pytest.raises(ImportNotFoundError):
        await crm.imports.get(stranger, done.import_id)


async def test_imports_are_listed_newest_first(crm: UseCases, caller: Caller, upload: Upload) -> None:
    made = [(await upload(people(1))).import_id for _ in range(3)]
    first = await crm.imports.list(caller, 2, "")
    rest = await crm.imports.list(caller, 2, first.next_page_token)
    assert [each.import_id for each in (*first.imports, *rest.imports)] == made[::-1]
    assert rest.next_page_token == ""
