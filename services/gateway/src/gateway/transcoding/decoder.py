"""JSON to messages: one function per message type, compiled once, strict about names and types.

An error names the path as the caller wrote it and the type that was expected, and never repeats the value.
`null` leaves a field unset, as proto3 JSON says; in a map it stands for the empty value.
"""

import re
from collections.abc import Callable, Container
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.errors import InvalidField

from .descriptors import accepted_keys, enum_of, is_map, message_class, message_of, refuse_unknown_well_known
from .masks import mask_from_json
from .scalars import EXACT, INTEGER_RANGES, bytes_from_json, timestamp_from_json

# Takes the JSON value and its path; gives what the message's constructor takes.
Reader = Callable[[Any, str], Any]
Decoder = Callable[[dict[str, Any]], dict[str, Any]]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)
_DIGITS = re.compile(r"-?[0-9]{1,20}", re.ASCII)
_WELL_KNOWN = {Timestamp.DESCRIPTOR.full_name, FieldMask.DESCRIPTOR.full_name}
_FLOAT_WORDS = {"NaN", "Infinity", "-Infinity"}


def object_reader(message: Descriptor, mask_target: Descriptor | None = None, without: Container[str] = ()) -> Reader:
    """Reads a JSON object into a message of this type; masks in it name fields of `mask_target`.

    Fields in `without` are unknown to it.
    """
    build = message_class(message)
    accepted = {key: field for key, field in accepted_keys(message).items() if field.name not in without}
    readers = {key: (field.name, _reader(field, mask_target)) for key, field in accepted.items()}

    def read(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise InvalidField(path or "body", "type.object", "an object is expected")
        arguments: dict[str, Any] = {}
        for key, inner in value.items():
            known = readers.get(key)
            if known is None:
                raise unknown_field(path, key)
            if inner is not None:
                arguments[known[0]] = known[1](inner, f"{path}.{key}" if path else key)
        return build(**arguments)

    return read


def unknown_field(path: str, key: str) -> InvalidField:
    """A key that could not be a field's name may be anything, a value even: then only the place is named."""
    place = path or "body"
    if _NAME.fullmatch(key):
        place = f"{path}.{key}" if path else key
    return InvalidField(place, "unknown_field", "no such field exists")


def _reader(field: FieldDescriptor, mask_target: Descriptor | None) -> Reader:
    if is_map(field):
        return _map_reader(field, mask_target)
    read = single_reader(field, mask_target)
    if not field.is_repeated:
        return read

    def read_list(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise InvalidField(path, "type.array", "an array is expected")
        return [read(inner, f"{path}[{index}]") for index, inner in enumerate(value)]

    return read_list


def _map_reader(field: FieldDescriptor, mask_target: Descriptor | None) -> Reader:
    entry = message_of(field).fields_by_name
    if entry["key"].type != FieldDescriptor.TYPE_STRING:
        raise TypeError(f"{field.full_name}: only maps by string have a JSON form at the edge yet")
    read = single_reader(entry["value"], mask_target)
    empty = entry["value"].default_value

    def read_map(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise InvalidField(path, "type.object", "an object is expected")
        if any("\0" in key for key in value):
            raise InvalidField(path, "string.no_nul", "a name without the character U+0000 is expected")
        return {key: empty if inner is None else read(inner, path) for key, inner in value.items()}

    return read_map


def single_reader(field: FieldDescriptor, mask_target: Descriptor | None) -> Reader:
    """Reads one value of the field's type, as JSON writes it."""
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        return _message_reader(message_of(field), mask_target)
    if field.type == FieldDescriptor.TYPE_ENUM:
        return _enum_reader(enum_of(field))
    if field.type in INTEGER_RANGES:
        return _integer_reader(field)
    return {
        FieldDescriptor.TYPE_STRING: read_string,
        FieldDescriptor.TYPE_BOOL: read_bool,
        FieldDescriptor.TYPE_BYTES: read_bytes,
        FieldDescriptor.TYPE_DOUBLE: read_float,
        FieldDescriptor.TYPE_FLOAT: read_float,
    }[field.type]


def _message_reader(message: Descriptor, mask_target: Descriptor | None) -> Reader:
    refuse_unknown_well_known(message, _WELL_KNOWN)
    if message.full_name == Timestamp.DESCRIPTOR.full_name:
        return read_timestamp
    if message.full_name == FieldMask.DESCRIPTOR.full_name:
        return lambda value, path: read_mask(value, path, mask_target)
    # A message may hold itself: its reader is made when a value first needs it.
    made: list[Reader] = []

    def read(value: Any, path: str) -> Any:
        if not made:
            made.append(object_reader(message, mask_target))
        return made[0](value, path)

    return read


def read_string(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise InvalidField(path, "type.string", "a string is expected")
    if "\0" in value:
        raise InvalidField(path, "string.no_nul", "a string without the character U+0000 is expected")
    return value


def read_bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidField(path, "type.boolean", "true or false is expected")
    return value


def read_bytes(value: Any, path: str) -> bytes:
    try:
        return bytes_from_json(read_string(value, path))
    except ValueError:
        raise InvalidField(path, "type.bytes", "base64 is expected") from None


def read_float(value: Any, path: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and value in _FLOAT_WORDS:
        return float(value)
    raise InvalidField(path, "type.number", "a number is expected")


def read_timestamp(value: Any, path: str) -> Timestamp:
    try:
        return timestamp_from_json(read_string(value, path))
    except (ValueError, OverflowError):
        raise InvalidField(path, "type.time", "a time such as 2026-01-31T09:00:00Z is expected") from None


def read_mask(value: Any, path: str, target: Descriptor | None) -> FieldMask:
    try:
        return mask_from_json(read_string(value, path), target)
    except ValueError:
        raise InvalidField(path, "type.field_mask", "names of fields, separated by commas, are expected") from None


def _integer_reader(field: FieldDescriptor) -> Reader:
    lowest, highest = INTEGER_RANGES[field.type]
    expected = f"a whole number from {lowest} to {highest} is expected"
    # What JSON numbers of many clients cannot hold may come as a string, as we send it ourselves.
    as_string = highest > EXACT

    def read(value: Any, path: str) -> int:
        number = whole(value) if as_string or not isinstance(value, str) else None
        if number is None or not lowest <= number <= highest:
            raise InvalidField(path, "type.integer", expected)
        return number

    return read


def whole(value: Any) -> int | None:
    """JSON knows no integers: 1 and 1.0 are the same number, and so is "1" where a string may stand for one."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _enum_reader(enum: EnumDescriptor) -> Reader:
    numbers = {value.name: value.number for value in enum.values}
    expected = f"one of {', '.join(numbers)} is expected"

    def read(value: Any, path: str) -> int:
        if not isinstance(value, str) or value not in numbers:
            raise InvalidField(path, "enum.defined_only", expected)
        return numbers[value]

    return read
