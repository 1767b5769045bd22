"""Contract routes, from a socket to a gRPC handler and back."""

import asyncio
from typing import Any

import pytest

CONTACT_ID = "01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d10"
CONTACT = f"/api/v1/contacts/{CONTACT_ID}"


async def test_a_contact_is_read(suite: Any) -> None:
    response = await suite.client.get(CONTACT, headers=suite.signed_in)
    assert response.status_code == 200
    body = response.json()
    assert body["contactId"] == CONTACT_ID
    assert body["tags"] == []
    assert body["properties"] == {}
    assert body["createTime"] == "2026-01-31T09:00:00Z"
    assert "archiveTime" not in body
    assert response.headers["etag"] == '"3"'
    assert response.headers["cache-control"] == "no-store"


async def test_principal_request_id_and_source_travel_along(suite: Any) -> None:
    headers = {**suite.signed_in, "x-request-id": "my-request-1", "user-agent": "Probe/1.0 (of somebody)"}
    response = await suite.client.get(CONTACT, headers=headers)
    assert response.headers["x-request-id"] == "my-request-1"
    caller = suite.seen.callers[0]
    assert (caller.request_id, caller.source, caller.actor_kind) == ("my-request-1", "127.0.0.1 Probe/1.0", "user")


@pytest.mark.parametrize("given", ["short", "spaces are not taken", "x" * 65])
async def test_a_request_id_of_another_form_is_replaced(suite: Any, given: str) -> None:
    response = await suite.client.get("/", headers={"x-request-id": given})
    assert response.headers["x-request-id"] != given
    assert len(response.headers["x-request-id"]) == 36


async def test_nothing_changed_is_304(suite: Any) -> None:
    response = await suite.client.get(CONTACT, headers={**suite.signed_in, "if-none-match": 'W/"3"'})
    assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", '"3"')


async def test_head_is_get_without_a_body(suite: Any) -> None:
    response = await suite.client.head(CONTACT, headers=suite.signed_in)
    assert (response.status_code, response.content) == (200, b"")


async def test_who_is_not_signed_in_is_told_so(suite: Any) -> None:
    response = await suite.client.get(CONTACT)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "urn:contactfollowup:error:not-signed-in"
    assert problem["requestId"] == response.headers["x-request-id"]
    assert not suite.seen.requests


async def test_an_ended_session_is_told_so(suite: Any) -> None:
    response = await suite.client.get(CONTACT, headers={"cookie": "hn_session=another"})
    assert (response.status_code, response.json()["reason"]) == (401, "SESSION_ENDED")


async def test_identity_is_asked_once_for_many_requests(suite: Any) -> None:
    await asyncio.gather(*(suite.client.get(CONTACT, headers=suite.signed_in) for _ in range(20)))
    assert suite.seen.exchanges == 1
    assert len(suite.seen.requests) == 20


async def test_a_missing_permission_is_the_services_to_refuse(suite: Any) -> None:
    response = await suite.client.get("/api/v1/users", headers=suite.signed_in)
    assert (response.status_code, response.json()["reason"]) == (403, "PERMISSION_MISSING")


async def test_a_creation_answers_201_and_where_it_is(suite: Any) -> None:
    headers = {**suite.signed_in, "idempotency-key": "key-1"}
    response = await suite.client.post("/api/v1/contacts", headers=headers, json={"firstName": "Ana", "tags": ["a"]})
    assert (response.status_code, response.headers["location"]) == (201, CONTACT)
    request = suite.seen.requests[0]
    assert (request.request_id, request.contact.first_name, list(request.contact.tags)) == ("key-1", "Ana", ["a"])


async def test_a_reused_key_is_422(suite: Any) -> None:
    headers = {**suite.signed_in, "idempotency-key": "reused-key"}
    response = await suite.client.post("/api/v1/contacts", headers=headers, json={"firstName": "Ana"})
    assert (response.status_code, response.json()["reason"]) == (422, "REQUEST_ID_REUSED")


async def test_a_services_field_is_named_from_the_bodys_root(suite: Any) -> None:
    response = await suite.client.post("/api/v1/contacts", headers=suite.signed_in, json={"phone": "none"})
    assert response.status_code == 400
    assert response.json()["errors"] == [{"field": "phone", "rule": "INVALID_PHONE"}]


async def test_a_broken_rule_of_the_contract_names_its_field(suite: Any) -> None:
    response = await suite.client.post("/api/v1/contacts", headers=suite.signed_in, json={"email": "nobody"})
    assert response.json()["errors"] == [{"field": "email", "rule": "string.email"}]
    assert "nobody" not in response.text


async def test_a_change_derives_its_mask_and_takes_if_match(suite: Any) -> None:
    headers = {**suite.signed_in, "if-match": '"3"'}
    changes = {"lastName": "Silva", "phone": None, "properties": {"Second Insurance": "x", "gone": None}}
    response = await suite.client.patch(CONTACT, headers=headers, json=changes)
    assert response.status_code == 200
    request = suite.seen.requests[0]
    assert list(request.update_mask.paths) == [
        "last_name",
        "phone",
        "properties.Second Insurance",
        "properties.gone",
    ]
    assert (request.contact_id, request.etag, request.contact.last_name) == (CONTACT_ID, "3", "Silva")


async def test_a_change_takes_an_explicit_mask_and_the_bodys_etag(suite: Any) -> None:
    query = {"updateMask": "firstName,properties.My Key"}
    await suite.client.patch(CONTACT, headers=suite.signed_in, params=query, json={"etag": "3", "contactId": "else"})
    request = suite.seen.requests[0]
    assert list(request.update_mask.paths) == ["first_name", "properties.My Key"]
    assert (request.contact_id, request.etag) == (CONTACT_ID, "3")


async def test_a_stale_etag_is_412(suite: Any) -> None:
    headers = {**suite.signed_in, "if-match": '"2"'}
    response = await suite.client.patch(CONTACT, headers=headers, json={"firstName": "B"})
    assert (response.status_code, response.json()["reason"]) == (412, "STALE_ETAG")


async def test_an_empty_answer_is_204_and_a_broken_rule_409(suite: Any) -> None:
    erased = await suite.client.post(f"{CONTACT}:erase", headers=suite.signed_in, json={"reason": "CASE-1"})
    assert (erased.status_code, erased.content) == (204, b"")
    held = await suite.client.post(f"{CONTACT}:erase", headers=suite.signed_in, json={"reason": "held"})
    assert (held.status_code, held.json()["reason"]) == (409, "LEGAL_HOLD")


async def test_a_limit_of_a_service_says_how_long_to_wait(suite: Any) -> None:
    response = await suite.client.post("/api/v1/contacts:search", headers=suite.signed_in, json={"query": "si"})
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")


async def test_a_fault_is_one_fixed_sentence(suite: Any) -> None:
    response = await suite.client.delete(CONTACT, headers=suite.signed_in)
    assert (response.status_code, response.json()["reason"]) == (500, "INTERNAL")


async def test_a_read_that_reached_nobody_is_made_once_more(suite: Any) -> None:
    suite.seen.unavailable = 1
    assert (await suite.client.get(CONTACT, headers=suite.signed_in)).status_code == 200
    suite.seen.unavailable = 2
    response = await suite.client.get(CONTACT, headers=suite.signed_in)
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")


async def test_query_parameters_become_fields(suite: Any) -> None:
    query = {"pageSize": "2", "archived": "true", "lifecycle": "lead", "readMask": "contactId,firstName"}
    response = await suite.client.get("/api/v1/contacts", headers=suite.signed_in, params=query)
    assert len(response.json()["contacts"]) == 2
    assert response.json()["nextPageToken"] == ""
    request = suite.seen.requests[0]
    assert (request.page_size, request.archived, request.lifecycle) == (2, True, "lead")
    assert list(request.read_mask.paths) == ["contact_id", "first_name"]


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"),
    [
        ("GET", "/api/v1/nothing", 404, "NOT_FOUND"),
        ("GET", CONTACT + "/", 404, "NOT_FOUND"),
        ("PUT", CONTACT, 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/v1/contacts?email=ana@example.com", 400, "INVALID_FIELD"),
        ("GET", "/api/v1/contacts?pageSize=1&pageSize=2", 400, "INVALID_FIELD"),
        ("GET", "/api/v1/contacts/%ff", 400, "INVALID_FIELD"),
    ],
)
async def test_what_is_not_there(suite: Any, method: str, path: str, status: int, reason: str) -> None:
    response = await suite.client.request(method, path, headers=suite.signed_in)
    assert (response.status_code, response.json()["reason"]) == (status, reason)
    assert "ana@" not in response.text
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_wrong_method_is_told_the_right_ones(suite: Any) -> None:
    assert (await suite.client.put(CONTACT)).headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"


@pytest.mark.parametrize(
    ("content", "media_type", "status", "reason"),
    [
        (b"{", "application/json", 400, "MALFORMED_REQUEST"),
        (b"", "application/json", 400, "MALFORMED_REQUEST"),
        (b"[]", "application/json", 400, "INVALID_FIELD"),
        (b"{}", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b'{"a": "' + b"x" * 1024 * 1024 + b'"}', "application/json", 413, "BODY_TOO_LARGE"),
    ],
)
async def test_bodies_that_are_refused(suite: Any, content: bytes, media_type: str, status: int, reason: str) -> None:
    headers = {**suite.signed_in, "content-type": media_type}
    response = await suite.client.post("/api/v1/contacts", headers=headers, content=content)
    assert (response.status_code, response.json()["reason"]) == (status, reason)


async def test_a_body_without_a_length_is_bounded_too(suite: Any) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 64 * 1024

    headers = {**suite.signed_in, "content-type": "application/json"}
    response = await suite.client.post("/api/v1/contacts", headers=headers, content=endless())
    assert response.status_code == 413


async def test_a_page_of_another_origin_cannot_write(suite: Any) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        response = await suite.client.delete(CONTACT, headers={**suite.signed_in, **headers})
        assert (response.status_code, response.json()["reason"]) == (403, "CROSS_ORIGIN")
    assert not suite.seen.requests


async def test_the_document_is_served(suite: Any) -> None:
    response = await suite.client.get("/api/openapi.json")
    assert response.json()["openapi"] == "3.1.0"


async def test_health_names_what_is_missing(suite: Any) -> None:
    response = await suite.client.get("/healthz")
    assert response.status_code in {200, 503}
    for _ in range(100):
        await suite.edge.health.look()
        response = await suite.client.get("/healthz")
        if response.status_code == 200:
            break
        await asyncio.sleep(0.02)
    assert response.json() == {"status": "ok"}


async def test_a_head_without_end_is_refused(suite: Any) -> None:
    host, _, port = suite.settings.listen.rpartition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET / HTTP/1.1\r\nHost: edge\r\nX-Long: ")
    with pytest.raises(ConnectionError):
        for _ in range(1000):
            writer.write(b"x" * 64 * 1024)
            await writer.drain()
    writer.close()


async def test_a_long_head_is_taken(suite: Any) -> None:
    response = await suite.client.get("/api/openapi.json", headers={"x-long": "x" * 32 * 1024})
    assert response.status_code == 200
