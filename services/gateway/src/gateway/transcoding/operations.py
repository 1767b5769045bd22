"""The REST operations that the contracts describe: every unary method with a `google.api.http` rule."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from google.api import annotations_pb2
from google.protobuf.descriptor import Descriptor, FileDescriptor, MethodDescriptor

from contactfollowup.contract.v1 import options_pb2

from .descriptors import is_message, message_of, option

# Request fields that travel in a header of their own.
HEADER_FIELDS = {"etag": "If-Match", "request_id": "Idempotency-Key"}

_METHODS = ("get", "post", "put", "patch", "delete")
_PARAMETER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_EXPOSED = {"public", "signed_in", "permission"}
# What the edge knows of a device, and a caller must not say.
_EDGE_FIELDS = frozenset({"device_token", "source_address", "user_agent"})
_SESSION_SECRETS = frozenset({"session_token", "device_token"})


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `access` is `public`, `signed_in` or `permission`.

    `body` names the request field that the body is, `*` for the request itself, nothing for no body.
    `response_body` names the response field that the answer is, nothing for the response itself.
    `opens_session`: the response holds secrets of a new session, which become cookies and nothing else.
    """

    method: MethodDescriptor
    http_method: str
    path: str
    body: str
    response_body: str
    access: str
    permission: str
    opens_session: bool = False

    @property
    def rpc(self) -> str:
        return f"{self.method.containing_service.full_name}/{self.method.name}"

    @property
    def path_parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)

    @property
    def edge_fields(self) -> frozenset[str]:
        """The request's fields that the edge fills and no body may name."""
        return _EDGE_FIELDS & set(self.method.input_type.fields_by_name) if self.opens_session else frozenset()

    @property
    def body_message(self) -> Descriptor | None:
        """The message that the body is written in."""
        if not self.body:
            return None
        request = self.method.input_type
        return request if self.body == "*" else message_of(request.fields_by_name[self.body])

    @property
    def answer_message(self) -> Descriptor:
        """The message that the answer is written in."""
        response = self.method.output_type
        return message_of(response.fields_by_name[self.response_body]) if self.response_body else response

    @property
    def mask_target(self) -> Descriptor | None:
        """The resource whose fields a mask of this operation names: what is answered, or what is listed."""
        if self.response_body:
            return self.answer_message
        listed = [f for f in self.method.output_type.fields if f.is_repeated and is_message(f)]
        return message_of(listed[0]) if len(listed) == 1 else None

    @property
    def header_fields(self) -> dict[str, str]:
        """The request's fields that a header carries, with the header's name."""
        return {name: header for name, header in HEADER_FIELDS.items() if name in self.method.input_type.fields_by_name}

    @property
    def creates(self) -> bool:
        return self.http_method == "POST" and self.method.name.startswith("Create")


def operations(files: Iterable[FileDescriptor]) -> list[Operation]:
    """Every operation of the files that the edge may expose; those for patients and services only are left out.

    A method that the gateway alone may call, and that has a route all the same, opens a session: anyone may ask for
    it at the edge, which gives it what it knows of the device and turns the secrets of the answer into cookies.
    """
    return [operation for file in files for operation in _of_file(file)]


def _of_file(file: FileDescriptor) -> Iterator[Operation]:
    for service in file.services_by_name.values():
        for method in service.methods:
            access = option(method, options_pb2.access)
            rule = access.WhichOneof("rule")
            if not method.GetOptions().HasExtension(annotations_pb2.http):
                continue
            if rule in _EXPOSED:
                yield _operation(method, rule, access.permission)
            elif rule == "service" and "gateway" in access.service.names:
                yield _opening(method)


def _opening(method: MethodDescriptor) -> Operation:
    operation = replace(_operation(method, "public", ""), opens_session=True)
    if _SESSION_SECRETS - set(method.output_type.fields_by_name) or not operation.response_body:
        raise TypeError(f"{method.full_name}: a route for the gateway alone answers with a session and its secrets")
    return operation


def _operation(method: MethodDescriptor, rule: str, permission: str) -> Operation:
    if method.client_streaming or method.server_streaming:
        raise TypeError(f"{method.full_name}: a stream needs a route written by hand, not a google.api.http rule")
    http = option(method, annotations_pb2.http)
    http_method = http.WhichOneof("pattern")
    if http_method not in _METHODS or http.additional_bindings:
        raise TypeError(f"{method.full_name}: one of {', '.join(_METHODS)} is expected, without further bindings")
    path = getattr(http, http_method)
    return Operation(method, http_method.upper(), path, http.body, http.response_body, rule, permission)
