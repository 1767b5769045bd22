"""Messages to JSON: one function per message type, compiled once, giving what orjson writes out.

proto3 JSON with two choices of ours. Scalars, lists and maps are always present, so that clients never ask whether a
key is there; only unset messages and unset `optional` fields are left out. A 64-bit integer is a number while every
client can hold it exactly (below 2^53) and a string beyond: our counts and sizes are numbers to whoever reads them.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from .descriptors import enum_of, is_map, message_of, refuse_unknown_well_known
from .masks import mask_to_json
from .scalars import bytes_to_json, float_to_json, integer_to_json, timestamp_to_json

Json = dict[str, Any]
Encoder = Callable[[Any], Json]
Convert = Callable[[Any], Any]

_SIXTY_FOUR_BITS = {FieldDescriptor.CPPTYPE_INT64, FieldDescriptor.CPPTYPE_UINT64}
_FLOATS = {FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT}
_WELL_KNOWN: dict[str, Convert] = {
    Timestamp.DESCRIPTOR.full_name: timestamp_to_json,
    FieldMask.DESCRIPTOR.full_name: mask_to_json,
}
_compiled: dict[str, Encoder] = {}


def encoder(message: Descriptor) -> Encoder:
    """The function that turns messages of this type into what orjson writes."""
    name = message.full_name
    if name not in _compiled:
        # A message may hold itself: until it is compiled, its fields get a function that looks it up when called.
        def later(value: Any) -> Json:
            return _compiled[name](value)

        _compiled[name] = later
        _compiled[name] = _compile(message)
    return _compiled[name]


def _compile(message: Descriptor) -> Encoder:
    always = [field for field in message.fields if not field.has_presence]
    keys, read = [field.json_name for field in always], _reader([field.name for field in always])
    converts = [(field.json_name, convert) for field in always if (convert := _convert(field)) is not None]
    present = [(f.name, f.json_name, _convert(f)) for f in message.fields if f.has_presence]

    def encode(value: Any) -> Json:
        result = dict(zip(keys, read(value), strict=True))
        for key, convert in converts:
            result[key] = convert(result[key])
        has_field = value.HasField
        for name, key, maybe in present:
            if has_field(name):
                inner = getattr(value, name)
                result[key] = maybe(inner) if maybe else inner
        return result

    return encode


def _reader(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads every field in one call; `attrgetter` takes no fewer than one name, and gives a bare value for one."""
    if not names:
        return lambda _value: ()
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)


def _convert(field: FieldDescriptor) -> Convert | None:
    """What turns the field's value into JSON; None when it is JSON already."""
    if is_map(field):
        entry = message_of(field).fields_by_name
        convert, key = _convert_one(entry["value"]), _map_key(entry["key"])
        if convert is None and key is None:
            return dict
        return lambda values: {
            (key(name) if key else name): (convert(value) if convert else value) for name, value in values.items()
        }
    convert = _convert_one(field)
    if not field.is_repeated:
        return convert
    return list if convert is None else lambda values: [convert(value) for value in values]


def _convert_one(field: FieldDescriptor) -> Convert | None:
    if field.cpp_type == FieldDescriptor.CPPTYPE_MESSAGE:
        message = message_of(field)
        refuse_unknown_well_known(message, _WELL_KNOWN)
        return _WELL_KNOWN.get(message.full_name) or encoder(message)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return bytes_to_json
    if field.type == FieldDescriptor.TYPE_ENUM:
        names = {number: value.name for number, value in enum_of(field).values_by_number.items()}
        return lambda number: names.get(number, number)
    if field.cpp_type in _SIXTY_FOUR_BITS:
        return integer_to_json
    return float_to_json if field.cpp_type in _FLOATS else None


def _map_key(field: FieldDescriptor) -> Callable[[Any], str] | None:
    if field.type == FieldDescriptor.TYPE_STRING:
        return None
    if field.type == FieldDescriptor.TYPE_BOOL:
        return lambda key: "true" if key else "false"
    return str
