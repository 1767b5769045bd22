"""Problems in the document: one schema, one response per status, and every reason a service may give."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from contactfollowup.audit.v1 import error_reason_pb2 as audit_reasons
from contactfollowup.contract.v1 import error_reason_pb2 as shared_reasons
from contactfollowup.crm.v1 import error_reason_pb2 as crm_reasons
from contactfollowup.identity.v1 import error_reason_pb2 as identity_reasons
from gateway.problem import PROBLEM_JSON, problem_type

from .comments import comment
from .schema import REFERENCE

Json = dict[str, Any]
PREFIX = "ERROR_REASON_"

_MODULES = (shared_reasons, identity_reasons, crm_reasons, audit_reasons)
# Status to the reason of its example, what the example says, and the fields at fault.
_EXAMPLES: dict[int, tuple[str, str, list[Json]]] = {
    400: ("INVALID_FIELD", "email: a string is expected.", [{"field": "email", "rule": "type.string"}]),
    401: ("NOT_SIGNED_IN", "Sign in and send again.", []),
    403: ("PERMISSION_MISSING", "You lack the permission for this. An administrator can grant it.", []),
    404: ("NOT_FOUND", "Nothing by this id is visible to you. Check the id.", []),
    409: ("LEGAL_HOLD", "The contact is under legal hold. Release the hold first.", []),
    412: ("STALE_ETAG", "The record changed since you read it. Read it again and repeat the change.", []),
    413: ("BODY_TOO_LARGE", "The body is larger than this address takes. Send less.", []),
    415: ("UNSUPPORTED_MEDIA_TYPE", "The body is of a type this address does not take. Send the type named.", []),
    422: ("REQUEST_ID_REUSED", "The same request id came with another content. Use a new request id.", []),
    429: ("TOO_MANY_REQUESTS", "Too many requests. Wait as long as Retry-After says.", []),
    500: ("INTERNAL", "This is a fault of ours. Give the request id to support.", []),
    503: ("UNAVAILABLE", "A part of the service is not reachable for the moment. Retry with a pause.", []),
    504: ("DEADLINE_EXCEEDED", "The time allowed ran out. Retry, with less asked for.", []),
}
_WAITING = {429, 503}


def reasons() -> dict[str, str]:
    """Every reason the services may give, with what it means and what to do."""
    return {
        value.name.removeprefix(PREFIX): comment(f"{module.DESCRIPTOR.package}.ErrorReason.{value.name}")
        for module in _MODULES
        for value in module.ErrorReason.DESCRIPTOR.values
        if value.number
    }


def problem_schema() -> Json:
    told = "\n".join(f"- `{reason}`: {text}" for reason, text in sorted(reasons().items()))
    violation = {
        "type": "object",
        "properties": {
            "field": {"type": "string", "description": "The path of the field, as it is written in JSON."},
            "rule": {"type": "string", "description": "The rule it breaks."},
        },
        "required": ["field", "rule"],
    }
    return {
        "type": "object",
        "description": "What went wrong, and what to do about it (RFC 9457). No value that was sent is repeated.",
        "properties": {
            "type": {"type": "string", "format": "uri", "description": "The reason, as a URN."},
            "title": {"type": "string", "description": "The status, in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status."},
            "detail": {"type": "string", "description": "What to do, in a sentence."},
            "reason": {"type": "string", "description": f"Stable: branch on it. More may come.\n\n{told}"},
            "requestId": {"type": "string", "description": "By this, support finds the request."},
            "errors": {"type": "array", "items": violation, "description": "The fields at fault."},
            "metadata": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "Ids, limits and codes that belong to the reason.",
            },
        },
        "required": ["type", "title", "status", "detail", "reason", "requestId", "errors", "metadata"],
    }


def problem_responses() -> dict[str, Json]:
    return {f"Problem{status}": _response(status) for status in _EXAMPLES}


def referred(statuses: Iterable[int]) -> dict[str, Json]:
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(set(statuses))}


def _response(status: int) -> Json:
    reason, detail, errors = _EXAMPLES[status]
    example = {
        "type": problem_type(reason),
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "reason": reason,
        "requestId": "01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d11",
        "errors": errors,
        "metadata": {"retryAfterSeconds": "1"} if status == 429 else {},
    }
    content = {PROBLEM_JSON.decode("ascii"): {"schema": {"$ref": f"{REFERENCE}Problem"}, "example": example}}
    response: Json = {"description": f"{HTTPStatus(status).phrase}. For instance `{reason}`.", "content": content}
    if status in _WAITING:
        seconds = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
        response["headers"] = {"Retry-After": seconds}
    return response
