"""From an HTTP request to the message of its operation: everything that can be known beforehand is prepared."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from google.protobuf.message import Message

from gateway.errors import InvalidField, MalformedRequest

from .decoder import object_reader
from .descriptors import message_class
from .masks import mask_of_body
from .operations import Operation
from .query import query_fields, query_reader

RequestBuilder = Callable[[Mapping[str, str], bytes, Mapping[bytes, bytes], bytes], Message]

UPDATE_MASK = "update_mask"
_ENTITY_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def request_builder(operation: Operation) -> RequestBuilder:
    """A function of path parameters, query string, headers and body. It raises InvalidInput."""
    build = message_class(operation.method.input_type)
    read_query = query_reader(query_parameters(operation), operation.mask_target)
    read_body = _body_reader(operation)
    headers = [(name, header.lower().encode("ascii")) for name, header in operation.header_fields.items()]

    def request(path: Mapping[str, str], query: bytes, sent: Mapping[bytes, bytes], body: bytes) -> Message:
        arguments = read_query(query) if query else {}
        message = read_body(arguments, body) if read_body else build(**arguments)
        for name, header in headers:
            if header in sent:
                setattr(message, name, _header_value(name, sent[header]))
        # The path is what was addressed: it wins over whatever a body says.
        for name, value in path.items():
            setattr(message, name, _plain(name, value))
        return message

    return request


def query_parameters(operation: Operation) -> list[Any]:
    """The request's fields that this operation takes in the query."""
    if operation.body == "*":
        return []
    bound = {*operation.path_parameters, operation.body, *operation.header_fields}
    return query_fields(operation.method.input_type, bound)


def _body_reader(operation: Operation) -> Callable[[dict[str, Any], bytes], Any] | None:
    message = operation.body_message
    if message is None:
        return None
    build: Any = message_class(operation.method.input_type)
    read = object_reader(message, operation.mask_target, operation.edge_fields)
    if operation.body == "*":
        return lambda _arguments, body: read(parsed(body) if body else {}, "")
    derive_mask = UPDATE_MASK in operation.method.input_type.fields_by_name
    etag = "etag" in operation.header_fields and "etag" in message.fields_by_name
    apart = frozenset({"etag", *operation.path_parameters})

    def read_resource(arguments: dict[str, Any], body: bytes) -> Any:
        content = parsed(body)
        resource = read(content, "")
        result = build(**arguments, **{operation.body: resource})
        if derive_mask and UPDATE_MASK not in arguments:
            result.update_mask.CopyFrom(mask_of_body(content, message, apart))
        if etag:
            result.etag = resource.etag
        return result

    return read_resource


def parsed(body: bytes) -> Any:
    """The JSON in a body. Raises MalformedRequest."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise MalformedRequest from None


def entity_tag(header: bytes) -> str:
    """The etag in `If-Match`; nothing for `*`, which takes any. Raises InvalidField."""
    text = header.decode("latin-1").strip()
    if text == "*":
        return ""
    match = _ENTITY_TAG.fullmatch(text)
    if match is None:
        raise InvalidField("If-Match", "header.entity_tag", "one entity tag in quotes is expected, as in ETag")
    return match.group(1)


def _header_value(name: str, value: bytes) -> str:
    return entity_tag(value) if name == "etag" else _plain("Idempotency-Key", value.decode("latin-1"))


def _plain(path: str, value: str) -> str:
    if "\0" in value:
        raise InvalidField(path, "string.no_nul", "text without the character U+0000 is expected")
    return value
