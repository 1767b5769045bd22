"""Machines at the edge: a token instead of a cookie, and nothing that a browser could be made to send."""

import uuid
from typing import Any

import pytest

from contactfollowup.identity.v1.events_pb2 import SessionRevoked
from kit.bus import Message

CONTACT = "/api/v1/contacts/01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d10"
TOKEN_ID = "01968b2e-0000-7000-8000-0000000000bb"


async def test_a_token_calls_every_kind_of_route(suite: Any) -> None:
    assert (await suite.client.get(CONTACT, headers=suite.machine)).status_code == 200
    assert (suite.seen.callers[-1].actor_kind, suite.seen.callers[-1].session_id) == ("agent", TOKEN_ID)
    assert (await suite.client.head(CONTACT, headers=suite.machine)).status_code == 200
    export = await suite.client.get("/api/v1/audit/export?format=csv", headers=suite.machine)
    assert (export.status_code, export.content) == (200, b"one,two")
    files = {"file": ("a.csv", b"Name\nAna\n", "text/csv")}
    uploaded = await suite.client.post("/api/v1/contacts:import", headers=suite.machine, files=files)
    assert uploaded.status_code == 202
    # Of the routes, the upload asks anew: it could not be tried again.
    assert suite.seen.exchanges == 2


async def test_a_token_has_no_origin_to_check(suite: Any) -> None:
    headers = {**suite.machine, "origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert (await suite.client.post("/api/v1/contacts", headers=headers, json={})).status_code == 201
    headers = {**suite.signed_in, "origin": "https://elsewhere.example"}
    assert (await suite.client.post("/api/v1/contacts", headers=headers, json={})).status_code == 403


async def test_beside_a_token_no_cookie_counts(suite: Any) -> None:
    both = {**suite.signed_in, **suite.machine}
    assert (await suite.client.get(CONTACT, headers=both)).status_code == 200
    assert suite.seen.callers[-1].actor_kind == "agent"
    wrong = {**suite.signed_in, "authorization": "Bearer cfu_wrong"}
    assert (await suite.client.get(CONTACT, headers=wrong)).status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer cfu_wrong", "Bearer", "Basic YTpi", "Bearer a b", "Bearer " + "a" * 200, "cfu_x", ""]
)
async def test_what_does_not_work_is_one_answer(suite: Any, header: str) -> None:
    response = await suite.client.get(CONTACT, headers={"authorization": header})
    assert (response.status_code, response.json()["reason"]) == (401, "INVALID_TOKEN")
    assert response.headers["www-authenticate"] == 'Bearer realm="contactfollowup", error="invalid_token"'
    assert not suite.seen.requests


async def test_whoever_sends_nothing_is_told_what_may_be_sent(suite: Any) -> None:
    response = await suite.client.get(CONTACT)
    assert response.headers["www-authenticate"] == 'Bearer realm="contactfollowup"'


async def test_a_cookie_is_no_token_and_a_token_no_cookie(suite: Any) -> None:
    session = suite.signed_in["cookie"].partition("=")[2]
    token = suite.machine["authorization"].partition(" ")[2]
    for headers in (suite.signed_in, suite.machine):
        assert (await suite.client.get(CONTACT, headers=headers)).status_code == 200
    for headers in ({"authorization": f"Bearer {session}"}, {"cookie": f"hn_session={token}"}):
        assert (await suite.client.get(CONTACT, headers=headers)).status_code == 401


async def test_a_revoked_token_is_dropped_at_once(suite: Any) -> None:
    assert (await suite.client.get(CONTACT, headers=suite.machine)).status_code == 200
    suite.seen.revoked = True
    payload = SessionRevoked(session_id=TOKEN_ID).SerializeToString()
    message = Message("cfu.identity.v1.session.revoked", uuid.uuid4(), uuid.uuid4(), TOKEN_ID, payload)
    suite.edge.authentication.on_revoked(message)
    assert (await suite.client.get(CONTACT, headers=suite.machine)).status_code == 401


async def test_a_machine_has_no_session_to_sign_out_of(suite: Any) -> None:
    response = await suite.client.delete("/api/v1/session", headers=suite.machine)
    assert response.status_code == 401
    assert "set-cookie" not in response.headers
    assert not suite.seen.requests


async def test_options_tells_the_methods_and_lets_no_other_origin_in(suite: Any) -> None:
    headers = {"origin": "https://elsewhere.example", "access-control-request-headers": "authorization"}
    response = await suite.client.options("/api/v1/contacts", headers=headers)
    assert (response.status_code, response.content) == (204, b"")
    assert {"GET", "HEAD", "OPTIONS", "POST"} == set(response.headers["allow"].split(", "))
    assert not [name for name in response.headers if name.startswith("access-control-")]
