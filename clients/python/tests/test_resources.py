"""What each method of the library sends, and what it makes of the answer."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from cfu.client import Client
from cfu.contacts import Address, Contact
from cfu.errors import KeyChangedError, ProblemError
from cfu.imports import ContactImportState, Imports
from cfu.jar import MemoryJar
from cfu.transport import Transport

CSV = b"First name,Phone\nAna,+12025550123\n"


@pytest.fixture
def jar() -> MemoryJar:
    return MemoryJar()


@pytest.fixture
def client(server: Any, jar: MemoryJar) -> Iterator[Client]:
    with Client(server.url, jar=jar) as opened:
        yield opened


def test_what_is_searched_for_travels_in_the_body_of_every_page(server: Any, client: Client) -> None:
    server.on("POST", "/api/v1/contacts:search", {"contacts": [{"contactId": "1"}], "nextPageToken": "more"})
    server.on("POST", "/api/v1/contacts:search", {"contacts": [{"contactId": "2"}], "nextPageToken": ""})
    found = client.contacts.search("ana", date_of_birth="1984-03-09")
    assert [contact.contact_id for contact in found] == ["1", "2"]
    criteria = {"query": "ana", "dateOfBirth": "1984-03-09"}
    assert [asked.json for asked in server.asked] == [criteria, {**criteria, "pageToken": "more"}]
    assert {asked.query for asked in server.asked} == {""}


def test_pages_are_fetched_only_when_they_are_reached(server: Any, client: Client) -> None:
    server.on("GET", "/api/v1/contacts", {"contacts": [{"contactId": "1"}], "nextPageToken": "more"})
    assert next(client.contacts.list(lifecycle="lead", archived=True)).contact_id == "1"
    assert [parse_qs(asked.query) for asked in server.asked] == [{"lifecycle": ["lead"], "archived": ["true"]}]


def test_a_creation_keeps_its_key_when_it_is_sent_again(server: Any, client: Client) -> None:
    server.refuse("POST", "/api/v1/contacts", 503, "UNAVAILABLE", retry_after="0")
    server.on("POST", "/api/v1/contacts", {"contactId": "1"})
    assert client.contacts.create(Contact(first_name="Ana", tags=("vip",))).contact_id == "1"
    first, second = server.asked
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert first.json == second.json == {"firstName": "Ana", "tags": ["vip"]}
    client.contacts.create(Contact(first_name="Ben"))
    assert server.asked[2].headers["Idempotency-Key"] != first.headers["Idempotency-Key"]


def test_an_update_sends_only_what_changes_and_what_it_was_read_at(server: Any, client: Client) -> None:
    server.on("PATCH", "/api/v1/contacts/1", {"contactId": "1", "etag": "v8"})
    read = Contact(contact_id="1", etag="v7", phone="+1202", properties={"Referral": "web"})
    changed = client.contacts.update(read, phone="", address=Address(city="Reno"), properties={"Plan": "A"})
    assert changed.etag == "v8"
    assert server.asked[0].headers["If-Match"] == '"v7"'
    assert server.asked[0].json["phone"] == ""
    assert server.asked[0].json["address"]["city"] == "Reno"
    assert server.asked[0].json["properties"] == {"Plan": "A"}
    assert server.asked[0].json.keys() == {"phone", "address", "properties"}


def test_an_update_is_sent_once_only(server: Any, client: Client) -> None:
    server.refuse("PATCH", "/api/v1/contacts/1", 503, "UNAVAILABLE", retry_after="0")
    with pytest.raises(ProblemError):
        client.contacts.update(Contact(contact_id="1", etag="v7"), phone="")
    assert len(server.asked) == 1


def test_a_contact_is_archived(server: Any, client: Client) -> None:
    server.on("DELETE", "/api/v1/contacts/1", {"archiveTime": "2026-11-01T09:00:00Z"})
    assert client.contacts.archive("1").archive_time == datetime(2026, 11, 1, 9, tzinfo=UTC)


def test_the_form_of_an_import_says_what_to_do_before_the_file(server: Any, client: Client) -> None:
    server.on("POST", "/api/v1/contacts:import", {"importId": "i1", "state": "PENDING"}, status=202)
    taken = client.imports.upload(io.BytesIO(CSV), dry_run=True, idempotency_key="k1")
    body = server.asked[0].body
    assert (taken.import_id, taken.state) == ("i1", ContactImportState.PENDING)
    assert server.asked[0].headers["Idempotency-Key"] == "k1"
    assert body.index(b'name="dryRun"\r\n\r\ntrue\r\n') < body.index(b'name="file"') < body.index(CSV)


def test_an_import_that_is_sent_again_starts_at_its_beginning(server: Any, client: Client) -> None:
    server.refuse("POST", "/api/v1/contacts:import", 503, "UNAVAILABLE", retry_after="0")
    server.on("POST", "/api/v1/contacts:import", {"importId": "i1"}, status=202)
    sent: list[int] = []
    client.imports.upload(io.BytesIO(CSV), on_sent=sent.append)
    assert [CSV in asked.body for asked in server.asked] == [True, True]
    assert max(sent) == len(CSV)


def test_a_pipe_can_be_imported_but_only_once(server: Any, client: Client) -> None:
    server.refuse("POST", "/api/v1/contacts:import", 503, "UNAVAILABLE", retry_after="0")
    reading, writing = os.pipe()
    os.write(writing, CSV)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe, pytest.raises(ProblemError):
        client.imports.upload(pipe)
    assert [CSV in asked.body for asked in server.asked] == [True]


def test_an_import_is_watched_less_and_less_often_until_it_ends(server: Any) -> None:
    for state in ("PENDING", "RUNNING", "RUNNING", "SUCCEEDED"):
        server.on("GET", "/api/v1/contact-imports/i1", {"state": f"CONTACT_IMPORT_STATE_{state}"})
    slept: list[float] = []
    transport = Transport(server.url, MemoryJar())
    states = [seen.state.value for seen in Imports(transport, sleep=slept.append).watch("i1")]
    transport.close()
    assert states == ["PENDING", "RUNNING", "RUNNING", "SUCCEEDED"]
    assert slept == sorted(slept)
    assert len(slept) == 3


def test_rejected_rows_come_as_reasons_and_as_a_file(server: Any, client: Client) -> None:
    path = "/api/v1/contact-imports/i1/errors"
    server.on("GET", path, {"errors": [{"line": "3", "column": "Phone", "reason": "INVALID_PHONE"}]})
    server.on("GET", path, [b"line,column,", b"reason\n"])
    assert [(row.line, row.reason) for row in client.imports.rejected_rows("i1")] == [(3, "INVALID_PHONE")]
    target = io.BytesIO()
    client.imports.download_rejected_rows("i1", target)
    assert target.getvalue() == b"line,column,reason\n"
    assert server.asked[1].headers["Accept"] == "text/csv"


def test_the_range_of_an_export_is_utc(server: Any, client: Client) -> None:
    server.on("GET", "/api/v1/audit/export", b"{}")
    client.audit.export(io.BytesIO(), file_format="csv", from_time=datetime(2026, 11, 1, tzinfo=UTC))
    expected = {"format": ["csv"], "fromTime": ["2026-11-01T00:00:00Z"]}
    assert parse_qs(server.asked[0].query) == expected


def test_the_keys_of_the_log_are_trusted_on_first_use_only(server: Any, client: Client, jar: MemoryJar) -> None:
    server.on("GET", "/api/v1/audit/checkpoint", {"logKey": "log+1", "witnessKey": ""})
    server.on("GET", "/api/v1/audit/checkpoint", {"logKey": "log+1", "witnessKey": "witness+1"})
    server.on("GET", "/api/v1/audit/checkpoint", {"logKey": "log+1", "witnessKey": "witness+2"})
    server.on("GET", "/api/v1/audit/checkpoint", {"logKey": "log+2", "witnessKey": "witness+1"})
    client.audit.checkpoint()
    client.audit.checkpoint()
    with pytest.raises(KeyChangedError, match="witness key"):
        client.audit.checkpoint()
    with pytest.raises(KeyChangedError, match="log key"):
        client.audit.checkpoint()
    assert (jar.site(server.url).log_key, jar.site(server.url).witness_key) == ("log+1", "witness+1")


def test_people_and_entries_are_listed(server: Any, client: Client) -> None:
    server.on("GET", "/api/v1/users", {"users": [{"email": "ana@example.org", "state": "USER_STATE_ACTIVE"}]})
    server.on("GET", "/api/v1/audit/entries", {"entries": [{"recordIds": ["c1"], "sequence": "7"}]})
    assert [(user.email, user.state.value) for user in client.users.list()] == [("ana@example.org", "ACTIVE")]
    entry = next(client.audit.entries(record_id="c1"))
    assert (entry.record_ids, entry.sequence) == (("c1",), 7)
    assert parse_qs(server.asked[1].query) == {"recordId": ["c1"]}
