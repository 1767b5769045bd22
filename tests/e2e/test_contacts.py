"""Contacts through the public API of the whole suite."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from running_suite import RunningSuite

PHI = {"firstName": "Zsófia", "lastName": "O'Rourke-Núñez", "email": "zsofia@example.org", "phone": "(202) 555-0188"}


def create(suite: RunningSuite, **fields: object) -> dict[str, object]:
    answer = suite.call("POST", "/api/v1/contacts", {**PHI, **fields})
    assert answer.status == 201, answer.body
    made: dict[str, object] = answer.json
    return made


def test_a_contact_is_created_read_changed_archived_and_restored(suite: RunningSuite) -> None:
    made = create(suite, dateOfBirth="1984-02-29", properties={"SSN": "999-11-2222"})
    path = f"/api/v1/contacts/{made['contactId']}"
    read = suite.call("GET", path)
    assert read.json["phone"] == "+12025550188"
    assert read.headers["etag"].strip('"') == read.json["etag"]
    assert "no-store" in read.headers["cache-control"]

    etag = {"If-Match": read.headers["etag"]}
    changed = suite.call("PATCH", path, {"phone": "202-555-0199"}, headers=etag)
    assert changed.json["phone"] == "+12025550199"
    assert changed.json["properties"] == {"SSN": "999-11-2222"}

    assert suite.call("DELETE", path).status == 200
    listed = suite.call("GET", "/api/v1/contacts?pageSize=200").json["contacts"]
    assert made["contactId"] not in [contact["contactId"] for contact in listed]
    assert suite.call("POST", f"{path}:restore", {}).status == 200


def test_a_stale_etag_loses_and_says_what_to_do(suite: RunningSuite) -> None:
    made = create(suite)
    path, stale = f"/api/v1/contacts/{made['contactId']}", {"If-Match": f'"{made["etag"]}"'}
    assert suite.call("PATCH", path, {"lifecycle": "patient"}, headers=stale).status == 200
    lost = suite.call("PATCH", path, {"lifecycle": "lead"}, headers=stale)
    assert (lost.status, lost.json["reason"]) == (412, "STALE_ETAG")


def test_of_racing_changes_on_one_etag_one_wins(suite: RunningSuite) -> None:
    made = create(suite)
    path, etag = f"/api/v1/contacts/{made['contactId']}", {"If-Match": f'"{made["etag"]}"'}

    def change(number: int) -> int:
        return suite.call("PATCH", path, {"tags": [f"tag-{number}"]}, headers=etag).status

    with ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(change, range(16)))
    assert statuses == [200] + [412] * 15


@pytest.mark.parametrize(
    "criteria",
    [
        {"query": "kosc"},
        {"query": "KOŚCIUS tad"},
        {"email": "TADEUSZ@example.org"},
        {"phone": "202 555 0177"},
        {"dateOfBirth": "1946-02-04"},
        {"query": "tade", "dateOfBirth": "1946-02-04"},
    ],
)
def test_a_contact_is_found(suite: RunningSuite, criteria: dict[str, str]) -> None:
    facts = {"firstName": "Tadeusz", "lastName": "Kościuszko", "email": "tadeusz@example.org"}
    made = create(suite, **facts, phone="+12025550177", dateOfBirth="1946-02-04")
    found = suite.call("POST", "/api/v1/contacts:search", criteria).json["contacts"]
    assert made["contactId"] in [contact["contactId"] for contact in found]


def test_a_creation_sent_twice_makes_one_contact(suite: RunningSuite) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = suite.call("POST", "/api/v1/contacts", PHI, headers=key).json
    again = suite.call("POST", "/api/v1/contacts", PHI, headers=key).json
    assert again["contactId"] == first["contactId"]
    other = suite.call("POST", "/api/v1/contacts", {**PHI, "firstName": "Other"}, headers=key)
    assert (other.status, other.json["reason"]) == (422, "REQUEST_ID_REUSED")


def test_a_likely_duplicate_is_named_on_creation(suite: RunningSuite) -> None:
    email = f"{uuid.uuid4()}@example.org"
    first = create(suite, email=email)
    assert first["contactId"] in create(suite, email=email)["possibleDuplicateIds"]  # type: ignore[operator]


def test_an_erased_contact_is_gone_and_a_held_one_stays(suite: RunningSuite) -> None:
    made = create(suite, email=f"{uuid.uuid4()}@example.org")
    path = f"/api/v1/contacts/{made['contactId']}"
    reason = {"reason": "request 4711"}
    assert suite.call("POST", f"{path}:setLegalHold", {**reason, "legalHold": True}).json["legalHold"] is True
    refused = suite.call("POST", f"{path}:erase", reason)
    assert (refused.status, refused.json["reason"]) == (409, "LEGAL_HOLD")
    suite.call("POST", f"{path}:setLegalHold", {**reason, "legalHold": False})
    assert suite.call("POST", f"{path}:erase", reason).status in {200, 204}
    assert suite.call("GET", path).status == 404
    assert suite.call("POST", "/api/v1/contacts:search", {"email": made["email"]}).json["contacts"] == []


def test_pages_join_without_gap_or_repetition(suite: RunningSuite) -> None:
    tag = f"page-{uuid.uuid4().hex[:8]}"
    made = [create(suite, tags=[tag])["contactId"] for _ in range(7)]
    seen, token = [], ""
    while True:
        page = suite.call("GET", f"/api/v1/contacts?tag={tag}&pageSize=3&pageToken={token}").json
        seen += [contact["contactId"] for contact in page["contacts"]]
        token = page["nextPageToken"]
        if not token:
            break
    assert seen == list(reversed(made))
