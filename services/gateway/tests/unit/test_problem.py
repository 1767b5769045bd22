"""Errors as problem details."""

import orjson
import pytest

from gateway.errors import BodyTooLarge, CrossOrigin, MethodNotAllowed, RateLimited, RouteNotFound, UnsupportedMediaType
from gateway.problem import field_path, problem, status_of
from kit.errors import (
    AlreadyExists,
    DeadlineExceeded,
    Error,
    Forbidden,
    InvalidInput,
    NotFound,
    RuleBroken,
    Stale,
    TooMany,
    Unauthenticated,
    Unavailable,
)

ID = "request-1"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput(), 400),
        (InvalidInput(reason="REQUEST_ID_REUSED"), 422),
        (Unauthenticated(), 401),
        (Forbidden(), 403),
        (CrossOrigin(), 403),
        (NotFound(), 404),
        (RouteNotFound(), 404),
        (MethodNotAllowed(["GET"]), 405),
        (AlreadyExists(), 409),
        (RuleBroken(), 409),
        (Stale(reason="ANOTHER"), 409),
        (Stale(), 412),
        (BodyTooLarge(1), 413),
        (UnsupportedMediaType("a/b"), 415),
        (TooMany(), 429),
        (Error(), 500),
        (Unavailable(), 503),
        (DeadlineExceeded(), 504),
    ],
)
def test_each_kind_has_its_status(error: Error, status: int) -> None:
    answer = problem(error, ID)
    body = orjson.loads(answer.body)
    assert (status_of(error), answer.status, body["status"]) == (status, status, status)
    assert body["type"] == "urn:contactfollowup:error:" + body["reason"].lower().replace("_", "-")
    assert body["requestId"] == ID
    assert body["detail"]


def test_a_fault_tells_nothing_of_itself() -> None:
    answer = problem(Error("table contacts is on fire", metadata={"table": "contacts"}), ID)
    assert b"contacts" not in answer.body


def test_fields_and_rules_are_told() -> None:
    error = InvalidInput(violations=(("page_size", "int32.gte"), ("contact.first_name", "string.max_len")))
    assert orjson.loads(problem(error, ID).body)["errors"] == [
        {"field": "pageSize", "rule": "int32.gte"},
        {"field": "contact.firstName", "rule": "string.max_len"},
    ]


def test_headers_that_go_with_a_status() -> None:
    assert dict(problem(TooMany(retry_after=7), ID).headers)[b"retry-after"] == b"7"
    assert dict(problem(Unavailable(), ID).headers)[b"retry-after"] == b"1"
    assert dict(problem(MethodNotAllowed(["PUT", "GET"]), ID).headers)[b"allow"] == b"GET, PUT"
    limited = dict(problem(RateLimited(2, '"a";q=1;w=1', '"a";r=0;t=2'), ID).headers)
    assert (limited[b"retry-after"], limited[b"ratelimit"]) == (b"2", b'"a";r=0;t=2')


def test_field_paths_are_told_from_the_bodys_root() -> None:
    assert field_path("contact.address.postal_code", "contact") == "address.postalCode"
    assert field_path('contact.properties["my_own_name"]', "contact") == 'properties["my_own_name"]'
    assert field_path("contact_id", "contact") == "contactId"
