"""A contract operation in the words of OpenAPI."""

from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor

from contactfollowup.contract.v1 import options_pb2
from gateway.transcoding.descriptors import option
from gateway.transcoding.masks import camel
from gateway.transcoding.operations import Operation
from gateway.transcoding.requests import UPDATE_MASK, query_parameters
from gateway.transcoding.responses import success_status

from .comments import comment
from .examples import answered_example, field_example, sent_example
from .handwritten import SET_COOKIE, json_content
from .problems import referred
from .rules import is_required
from .schema import Schemas, told_of

Json = dict[str, Any]
ALWAYS = (400, 429, 500, 503, 504)
COOKIE, BEARER = "cookieAuth", "bearerAuth"

_HEADERS = {
    "etag": (
        "If-Match",
        "The ETag last read: the change is made only if nothing changed since. Without it, always.",
        70,
    ),
    "request_id": (
        "Idempotency-Key",
        "A key of the caller's choice: sent again, the same answer and no second effect.",
        255,
    ),
}
STEP_UP = "Asks for a proof of who you are that is at most ten minutes old: `STEP_UP_REQUIRED` otherwise."
_DERIVED_MASK = " Without it, the fields that the body names are changed."


def operation_document(operation: Operation, schemas: Schemas) -> Json:
    document: Json = {
        "operationId": operation_id(operation.method),
        "tags": [tag(operation)],
        **described(
            comment(operation.method.full_name), needs_of(operation.method, operation.permission or operation.access)
        ),
        "parameters": _parameters(operation, schemas),
        "responses": _responses(operation, schemas),
    }
    body = operation.body_message
    if body is not None:
        elsewhere = frozenset(operation.path_parameters) | operation.edge_fields
        apart = elsewhere if operation.body == "*" else frozenset({"etag"})
        content = json_content(schemas.sent(body, elsewhere), sent_example(body, apart))
        document["requestBody"] = {"required": _needs_body(operation), "content": content}
    return document


def tag(operation: Operation) -> str:
    return operation.method.containing_service.name.removesuffix("Service")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a call asks for. `access` is `public`, `signed_in` or a permission; `feature` is empty where none is.

    `machines` says whether a token will do: what asks for a fresh proof of who acts refuses every one.
    """

    access: str
    feature: str = ""
    step_up: bool = False
    machines: bool = True

    @property
    def schemes(self) -> list[Json]:
        """The credentials that will do, each by itself."""
        if self.access == "public":
            return []
        return [{COOKIE: []}, {BEARER: []}] if self.machines and not self.step_up else [{COOKIE: []}]


def needs_of(method: MethodDescriptor, access: str) -> Needs:
    """What the contract of the method asks for beside access."""
    return Needs(access, option(method, options_pb2.feature), option(method, options_pb2.step_up))


def operation_id(method: MethodDescriptor) -> str:
    return method.name[0].lower() + method.name[1:]


def described(text: str, needs: Needs) -> Json:
    """What it does, and who may: in words for people, in `x-permission` and its like for programs."""
    who = {"public": "Anyone may call it.", "signed_in": "Whoever is signed in may call it."}
    told = [text, who.get(needs.access, f"Needs the permission `{needs.access}`.")]
    found: Json = {
        "summary": text.partition(". ")[0].rstrip("."),
        "x-permission": needs.access,
        "security": needs.schemes,
    }
    if needs.feature:
        told.append(f"Needs a workspace entitled to `{needs.feature}`: `FEATURE_UNAVAILABLE` otherwise.")
        found["x-feature"] = needs.feature
    if needs.step_up:
        told.append(STEP_UP)
        found["x-step-up"] = True
    return found | {"description": " ".join(told)}


def _needs_body(operation: Operation) -> bool:
    message = operation.body_message
    if operation.body != "*" or message is None:
        return True
    return any(is_required(field) for field in message.fields if field.name not in operation.path_parameters)


def _parameters(operation: Operation, schemas: Schemas) -> list[Json]:
    fields = operation.method.input_type.fields_by_name
    path = [_path_parameter(fields[name], schemas) for name in operation.path_parameters]
    query = [_query_parameter(field, schemas) for field in query_parameters(operation)]
    headers = [_header(*_HEADERS[name]) for name in operation.header_fields]
    if operation.http_method == "GET" and "etag" in operation.answer_message.fields_by_name:
        headers.append(_header("If-None-Match", "The ETag last read: 304 when nothing changed since."))
    return [*path, *query, *headers]


def _path_parameter(field: FieldDescriptor, schemas: Schemas) -> Json:
    return {
        "name": field.name,
        "in": "path",
        "required": True,
        "description": comment(field.full_name),
        "schema": schemas.parameter(field),
        "example": field_example(field),
    }


def _query_parameter(field: FieldDescriptor, schemas: Schemas) -> Json:
    text = told_of(field) + (_DERIVED_MASK if field.name == UPDATE_MASK else "")
    parameter = {"name": camel(field.name), "in": "query", "description": text, "schema": schemas.parameter(field)}
    return parameter | ({"required": True} if is_required(field) else {})


def _header(name: str, text: str, longest: int | None = None) -> Json:
    schema: Json = {"type": "string"} | ({"maxLength": longest} if longest else {})
    return {"name": name, "in": "header", "description": text, "schema": schema}


def _responses(operation: Operation, schemas: Schemas) -> Json:
    status = success_status(operation)
    found: Json = {"description": comment(operation.method.output_type.full_name)}
    message = operation.answer_message
    if message.fields:
        found["content"] = json_content(schemas.answered(message), answered_example(message))
    headers: Json = {}
    if status == 201:
        headers["Location"] = {"description": "Where it is.", "schema": {"type": "string"}}
    if operation.opens_session:
        headers |= SET_COOKIE
    if "etag" in message.fields_by_name:
        headers["ETag"] = {"description": "Changes with every change.", "schema": {"type": "string"}}
    responses = {str(status): found | ({"headers": headers} if headers else {})}
    if operation.http_method == "GET" and "ETag" in headers:
        responses["304"] = {"description": "Nothing changed since the ETag sent."}
    return responses | referred(error_statuses(operation))


def error_statuses(operation: Operation) -> set[int]:
    """The statuses of problems that can come back."""
    statuses = set(ALWAYS)
    # A write may come from another origin, or name a challenge that is over.
    if operation.access != "public" or operation.http_method != "GET":
        statuses |= {401, 403}
    if operation.path_parameters or not operation.method.name.startswith(("List", "Search")):
        statuses |= {404, 409}
    if operation.body:
        statuses |= {413, 415}
    if "etag" in operation.header_fields:
        statuses.add(412)
    if "request_id" in operation.header_fields:
        statuses.add(422)
    return statuses
