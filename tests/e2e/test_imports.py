"""Imports through the public API, with a crash in the middle."""

import csv
import io
import os
import signal

from running_suite import RunningSuite

HEADER = "Id,BIRTHDATE,SSN,FIRST,LAST,PHONE,E-Mail,Insurer"


def rows(count: int, family: str) -> list[str]:
    return [
        f"{number},19{40 + number % 60}-0{1 + number % 9}-1{number % 10},999-{number % 90 + 10}-{1000 + number},"
        f"Given{number},{family}{number},(202) 555-01{number % 100:02},p{number}.{family}@example.org,Plan {number % 3}"
        for number in range(count)
    ]


def content(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines, ""]).encode()


def finished(suite: RunningSuite, file: bytes, *, dry_run: bool = False) -> dict[str, int]:
    answer = suite.upload(file, dry_run=dry_run)
    assert answer.status == 202, answer.body
    outcome: dict[str, int] = suite.wait_for_import(answer.json["importId"])
    return outcome


def test_a_file_goes_in_once_however_often_it_is_sent(suite: RunningSuite) -> None:
    file = content(*rows(500, "Once"))
    first, again = finished(suite, file), finished(suite, file)
    assert (first["createdCount"], first["updatedCount"], first["rejectedCount"]) == (500, 0, 0)
    assert (again["createdCount"], again["updatedCount"], again["unchangedCount"]) == (0, 500, 500)
    found = suite.call("POST", "/api/v1/contacts:search", {"query": "once17"}).json["contacts"]
    assert [contact["properties"]["Insurer"] for contact in found if contact["lastName"] == "Once17"] == ["Plan 2"]


def test_a_dry_run_writes_nothing(suite: RunningSuite) -> None:
    outcome = finished(suite, content(*rows(20, "Dry")), dry_run=True)
    assert outcome["createdCount"] == 20
    assert suite.call("POST", "/api/v1/contacts:search", {"query": "dry3"}).json["contacts"] == []


def test_broken_rows_are_reported_and_downloaded_and_the_others_go_in(suite: RunningSuite) -> None:
    good = rows(3, "Mixed")
    broken = [
        "7,1999-99-99,999-00-0000,Bad,Mixeddate,,,",
        "8,1990-01-01,999-00-0000,Bad,Mixedmail,,not-an-address,",
        "9,too,few",
    ]
    outcome = finished(suite, content(good[0], *broken, *good[1:]))
    assert (outcome["createdCount"], outcome["rejectedCount"]) == (3, 3)
    path = f"/api/v1/contact-imports/{outcome['importId']}/errors"
    errors = suite.call("GET", path).json["errors"]
    assert [error["line"] for error in errors] == [3, 4, 5]
    assert [error["column"] for error in errors[:2]] == ["BIRTHDATE", "E-Mail"]
    assert "not-an-address" not in str(errors)
    download = suite.call("GET", path, headers={"Accept": "text/csv"})
    table = list(csv.DictReader(io.StringIO(download.body.decode("utf-8-sig"))))
    assert [row["LAST"] for row in table[:2]] == ["Mixeddate", "Mixedmail"]


def test_an_import_survives_the_death_of_its_process(suite: RunningSuite) -> None:
    answer = suite.upload(content(*rows(8000, "Crash")))
    import_id = answer.json["importId"]
    suite.wait_until(lambda: suite.imported(import_id)["processedCount"] > 0, seconds=60)
    os.kill(suite.status["services"]["crm"]["pid"], signal.SIGKILL)
    outcome = suite.wait_for_import(import_id)
    assert (outcome["createdCount"], outcome["rejectedCount"]) == (8000, 0)
    again = finished(suite, content(*rows(8000, "Crash")))
    assert (again["createdCount"], again["updatedCount"]) == (0, 8000)


def test_a_file_that_is_none_is_refused_or_fails_with_a_reason(suite: RunningSuite) -> None:
    assert suite.upload(b"").status == 400
    answer = suite.upload(b"\x00\x01\x02" * 1000)
    outcome = suite.wait_for_import(answer.json["importId"]) if answer.status == 202 else answer.json
    assert outcome.get("failureReason") or outcome.get("reason")
