"""`GET /api/openapi.json`: built once, at start, from the contracts, their comments, and the tables beside handlers."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import orjson
from google.protobuf.descriptor import MethodDescriptor

from gateway.downloads.documented import CSV_OF_REJECTED_ROWS, DOWNLOADS
from gateway.pages.documented import PAGES
from gateway.payments.documented import PAYMENTS
from gateway.sessions.cookies import SESSION
from gateway.sessions.documented import SESSIONS
from gateway.sso.documented import SSO
from gateway.transcoding.operations import Operation, operations
from gateway.uploads.documented import UPLOADS
from kit import catalogue

from .comments import comment
from .handwritten import Handwritten
from .operation import BEARER, COOKIE, Needs, described, needs_of, operation_document, operation_id, tag
from .problems import problem_responses, problem_schema, referred
from .schema import Schemas

Json = dict[str, Any]
HANDWRITTEN = (*SESSIONS, *SSO, *PAYMENTS, *UPLOADS, *DOWNLOADS, *PAGES)
ABOUT = """\
The programming interface of ContactFollowUp.

Sign in by `POST /api/v1/session`; the cookie it sets is what every other call needs. A machine sends the token of its
service account instead, as `Authorization: Bearer`; then no cookie counts. Every answer carries `X-Request-Id`, and
takes one over when it is sent. Errors are problem details (RFC 9457): branch on `reason`.

JSON is proto3 JSON: names in lowerCamelCase, times as RFC 3339, scalars, lists and maps always present. Whole numbers
of 64 bits are numbers up to 2^53 and strings beyond. `null` leaves a field unset. Unknown names are refused.

Lists go on at `nextPageToken` until it is empty. What a search looks for travels in the body, never in the address.
"""


def openapi_document() -> bytes:
    """The document, written out."""
    return orjson.dumps(document(operations(catalogue.files()), HANDWRITTEN))


def contract_methods() -> dict[str, MethodDescriptor]:
    """Every method of the contracts, by the id of the operation that stands for it."""
    return {operation_id(method): method for method in catalogue.rpcs()}


def document(derived: Iterable[Operation], handwritten: Iterable[Handwritten]) -> Json:
    schemas, paths, tags = Schemas(), dict[str, Json](), dict[str, str]()
    for operation in derived:
        paths.setdefault(operation.path, {})[operation.http_method.lower()] = operation_document(operation, schemas)
        tags[tag(operation)] = comment(operation.method.containing_service.full_name)
    behind = contract_methods()
    for written in handwritten:
        method = behind.get(written.operation_id)
        needs = needs_of(method, written.access) if method else Needs(written.access)
        needs = replace(needs, machines=written.machines)
        paths.setdefault(written.path, {})[written.method.lower()] = _handwritten_document(written, needs)
        tags.setdefault(written.tag, "The edge itself.")
    for path, content in CSV_OF_REJECTED_ROWS.items():
        paths[path]["get"]["responses"]["200"]["content"] |= content
    return {
        "openapi": "3.1.0",
        "info": {"title": "ContactFollowUp", "version": "v1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in tags.items()],
        "paths": paths,
        "components": {
            "schemas": schemas.components | {"Problem": problem_schema()},
            "responses": problem_responses(),
            "securitySchemes": security_schemes(),
        },
    }


def security_schemes() -> Json:
    return {
        COOKIE: {"type": "apiKey", "in": "cookie", "name": SESSION, "description": "The session of a person."},
        BEARER: {"type": "http", "scheme": "bearer", "description": "The token of a service account: `cfu_...`."},
    }


def _handwritten_document(written: Handwritten, needs: Needs) -> Json:
    found: Json = {
        "operationId": written.operation_id,
        "tags": [written.tag],
        **described(written.description, needs),
        "parameters": list(written.parameters),
        "responses": dict(written.responses) | referred(written.errors),
    }
    return found | ({"requestBody": {"required": True, "content": written.request}} if written.request else {})
