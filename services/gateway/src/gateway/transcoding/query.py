"""Query parameters to request fields: text instead of JSON, lists by repetition."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.errors import InvalidField, MalformedRequest

from .decoder import Reader, single_reader, unknown_field, whole
from .descriptors import is_map, is_phi, message_of
from .scalars import INTEGER_RANGES

QueryReader = Callable[[bytes], dict[str, Any]]

_TEXTUAL_MESSAGES = {Timestamp.DESCRIPTOR.full_name, FieldMask.DESCRIPTOR.full_name}
_WORDS = {"true": True, "false": False}


def query_fields(request: Descriptor, bound: Iterable[str]) -> list[FieldDescriptor]:
    """The request's fields that travel in the query: all that neither path, body nor a header carries."""
    apart = set(bound)
    fields = [field for field in request.fields if field.name not in apart and _is_textual(field)]
    exposed = [field.full_name for field in fields if is_phi(field)]
    if exposed:
        raise TypeError(f"PHI never travels in an address: {', '.join(exposed)} must be in the body")
    return fields


def _is_textual(field: FieldDescriptor) -> bool:
    if field.type != FieldDescriptor.TYPE_MESSAGE:
        return True
    return not is_map(field) and message_of(field).full_name in _TEXTUAL_MESSAGES


def query_reader(fields: Iterable[FieldDescriptor], mask_target: Descriptor | None) -> QueryReader:
    """Reads a query string into arguments of the request's constructor."""
    readers = {field.json_name: (field, _text_reader(field, mask_target)) for field in fields}

    def read(query: bytes) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        for key, text in pairs(query):
            if key not in readers:
                raise unknown_field("", key)
            field, read_one = readers[key]
            value = read_one(text, key)
            if field.is_repeated:
                arguments.setdefault(field.name, []).append(value)
            elif field.name in arguments:
                raise InvalidField(key, "repeated", "the parameter may be given once only")
            else:
                arguments[field.name] = value
        return arguments

    return read


def pairs(query: bytes) -> list[tuple[str, str]]:
    """The parameters in order. Raises MalformedRequest when they are not UTF-8, or far too many."""
    try:
        text = query.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise MalformedRequest("The query string cannot be read. Encode it as UTF-8.") from None


def _text_reader(field: FieldDescriptor, mask_target: Descriptor | None) -> Reader:
    read = single_reader(field, mask_target)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return lambda text, path: read(_WORDS.get(text, text), path)
    if field.type in INTEGER_RANGES:
        return lambda text, path: read(whole(text), path)
    return read
