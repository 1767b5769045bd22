"""Errors to RFC 9457 problem details: the one table from gRPC codes and reasons to HTTP statuses."""

import re
from collections.abc import Mapping
from http import HTTPStatus

import orjson

from kit.errors import Error

from .errors import RateLimited
from .exchange import Answer, Headers
from .transcoding.masks import camel

STATUS_BY_CODE: Mapping[str, int] = {
    "INVALID_ARGUMENT": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "FAILED_PRECONDITION": 409,
    "ABORTED": 409,
    "RESOURCE_EXHAUSTED": 429,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
# Reasons that HTTP has a status of its own for.
STATUS_BY_REASON: Mapping[str, int] = {
    "METHOD_NOT_ALLOWED": 405,
    "STALE_ETAG": 412,
    "BODY_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "REQUEST_ID_REUSED": 422,
}
PROBLEM_JSON = b"application/problem+json"
RETRY_AFTER = "retryAfterSeconds"
# RFC 6750: the only scheme that HTTP knows of those we take; a session's cookie is none.
CHALLENGE = b'Bearer realm="contactfollowup"'
CHALLENGES: Mapping[str, bytes] = {"INVALID_TOKEN": CHALLENGE + b', error="invalid_token"'}

_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')


def status_of(error: Error) -> int:
    return STATUS_BY_REASON.get(error.reason) or STATUS_BY_CODE.get(error.code, 500)


def problem_type(reason: str) -> str:
    return "urn:contactfollowup:error:" + reason.lower().replace("_", "-")


def problem(error: Error, request_id: str) -> Answer:
    """The answer for an error. A fault of ours is one fixed sentence, whatever it was."""
    status = status_of(error)
    if status == 500:
        error = Error()
    content = {
        "type": problem_type(error.reason),
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.message,
        "reason": error.reason,
        "requestId": request_id,
        "errors": [{"field": field_path(path), "rule": rule} for path, rule in error.violations],
        "metadata": error.metadata,
    }
    return Answer(status, _headers(error, status), orjson.dumps(content))


def field_path(path: str, body_field: str = "") -> str:
    """`contact.first_name` of the request to `firstName` of the body that is the contact. Quoted map keys stay."""
    plain = path.removeprefix(f"{body_field}.") if body_field else path
    return "".join(part if part.startswith('"') else camel(part) for part in _QUOTED.split(plain))


def _headers(error: Error, status: int) -> Headers:
    headers: Headers = [(b"content-type", PROBLEM_JSON)]
    if RETRY_AFTER in error.metadata:
        headers.append((b"retry-after", error.metadata[RETRY_AFTER].encode("ascii")))
    elif status == 503:
        headers.append((b"retry-after", b"1"))
    if status == 401:
        headers.append((b"www-authenticate", CHALLENGES.get(error.reason, CHALLENGE)))
    if status == 405:
        headers.append((b"allow", error.metadata["allow"].encode("ascii")))
    if status == 413:
        # What is left of the body is not read: the connection cannot carry another request.
        headers.append((b"connection", b"close"))
    if isinstance(error, RateLimited):
        headers.append((b"ratelimit-policy", error.policy.encode("ascii")))
        headers.append((b"ratelimit", error.state.encode("ascii")))
    return headers
