"""What the edge refuses, on every route, and how it says so."""

import json
import re
from typing import Any

import pytest
from running_suite import RunningSuite

SAMPLE_ID = "019a0000-0000-7000-8000-000000000000"


def operations(suite: RunningSuite) -> list[tuple[str, str, dict[str, Any]]]:
    document = suite.call("GET", "/api/openapi.json").json
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/v1") and method in {"get", "post", "patch", "delete", "put"}
    ]


def filled(path: str) -> str:
    return re.sub(r"{[^}]+}", SAMPLE_ID, path)


def assert_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem: dict[str, Any] = answer.json
    assert {"type", "title", "status", "reason", "requestId"} <= set(problem)
    return problem


def test_without_a_session_every_route_is_closed(suite: RunningSuite) -> None:
    for method, path, operation in operations(suite):
        if operation.get("x-permission") != "public":
            body: dict[str, str] | None = {} if method in {"post", "patch"} else None
            answer = suite.call(method.upper(), filled(path), body, cookie="")
            assert_problem(answer, 401)


def test_a_forged_session_is_no_session(suite: RunningSuite) -> None:
    assert_problem(suite.call("GET", "/api/v1/contacts", cookie="hn_session=" + "A" * 43), 401)


def test_a_role_without_the_permission_is_refused_on_every_route(suite: RunningSuite) -> None:
    cookie = suite.sign_in_as("AUTOMATION")
    for method, path, operation in operations(suite):
        permission = operation.get("x-permission")
        if "." not in (permission or "") or permission == "contacts.read" or "import" in path:
            continue
        body = minimal(path) if method in {"post", "patch"} else None
        problem = assert_problem(suite.call(method.upper(), filled(path), body, cookie=cookie), 403)
        assert problem["reason"] == "PERMISSION_MISSING"


def minimal(path: str) -> dict[str, Any]:
    return {"reason": "none given"} if path.endswith((":erase", ":setLegalHold")) else {}


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b'"text"', b"{'a': 1}", b"null", b"[" * 100_000])
def test_garbage_is_refused_with_a_reason(suite: RunningSuite, body: bytes) -> None:
    for path in ("/api/v1/contacts", "/api/v1/contacts:search"):
        assert_problem(suite.call("POST", path, raw=body), 400)
    assert_problem(suite.call("POST", "/api/v1/session", raw=body, cookie=""), 400)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"firstName": 7}, "firstName"),
        ({"nonsense": "x"}, "nonsense"),
        ({"firstName": "A", "email": "not an address"}, "email"),
        ({"firstName": "A", "phone": "12"}, "phone"),
        ({"firstName": "A", "dateOfBirth": "1985-02-30"}, "dateOfBirth"),
        ({"firstName": "A", "dateOfBirth": "3020-01-01"}, "dateOfBirth"),
        ({"firstName": "A" * 201}, "firstName"),
        ({"firstName": "A", "address": {"country": "usa"}}, "address.country"),
        ({"firstName": "A", "tags": ["Not A Code"]}, "tags"),
    ],
)
def test_a_field_at_fault_is_named_and_its_value_is_not(suite: RunningSuite, body: dict[str, Any], field: str) -> None:
    problem = assert_problem(suite.call("POST", "/api/v1/contacts", body), 400)
    assert any(error["field"].endswith(field) for error in problem["errors"])
    assert "not an address" not in json.dumps(problem)


def test_a_body_of_ten_megabytes_is_refused(suite: RunningSuite) -> None:
    body = json.dumps({"firstName": "A" * 10_000_000}).encode()
    try:
        answer = suite.call("POST", "/api/v1/contacts", raw=body)
    except (BrokenPipeError, ConnectionResetError):
        return
    assert_problem(answer, 413)


def test_another_content_type_is_refused(suite: RunningSuite) -> None:
    headers = {"Content-Type": "text/plain"}
    assert_problem(suite.call("POST", "/api/v1/contacts", raw=b"{}", headers=headers), 415)


def test_unknown_paths_and_methods_are_problems_too(suite: RunningSuite) -> None:
    assert_problem(suite.call("GET", "/api/v1/nothing"), 404)
    answer = suite.call("PUT", "/api/v1/contacts", {})
    assert_problem(answer, 405)
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 201),
    ],
)
def test_a_write_by_cookie_from_another_origin_is_refused(
    suite: RunningSuite, headers: dict[str, str], status: int
) -> None:
    assert suite.call("POST", "/api/v1/contacts", {"firstName": "Origin"}, headers=headers).status == status


@pytest.mark.parametrize(
    "query", ["pageSize=-1", "pageSize=x", "pageToken=zzz", "nonsense=1", "ownerId=me", "archived=perhaps"]
)
def test_a_parameter_at_fault_is_refused(suite: RunningSuite, query: str) -> None:
    assert_problem(suite.call("GET", f"/api/v1/contacts?{query}"), 400)


def test_wrong_password_and_unknown_address_are_one_answer(suite: RunningSuite) -> None:
    known = suite.status["signIn"]["email"]
    answers = [
        suite.call("POST", "/api/v1/session", {"email": email, "password": "wrong-password"}, cookie="")
        for email in (known, "nobody@example.org")
    ]
    problems = [assert_problem(answer, 401) for answer in answers]
    assert problems[0]["reason"] == problems[1]["reason"] == "INVALID_CREDENTIALS"
    assert problems[0]["detail"] == problems[1]["detail"]


def test_a_session_that_was_ended_is_refused_within_five_seconds(suite: RunningSuite) -> None:
    first, second = suite.sign_in_as("STAFF"), suite.sign_in_as("STAFF")
    assert first != second
    sessions = suite.call("GET", "/api/v1/me/sessions", cookie=first).json["sessions"]
    other = next(session for session in sessions if not session["current"])
    assert suite.call("GET", "/api/v1/contacts", cookie=second).status == 200
    assert suite.call("DELETE", f"/api/v1/me/sessions/{other['sessionId']}", cookie=first).status == 204
    suite.wait_until(lambda: suite.call("GET", "/api/v1/contacts", cookie=second).status == 401, seconds=10)
