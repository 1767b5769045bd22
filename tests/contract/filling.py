"""Messages made from their descriptors: a value in every field, and where the records in them are."""

from collections.abc import Iterator
from typing import Any

import protovalidate
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from contactfollowup.contract.v1 import options_pb2
from kit.interceptors.validation import path_of

RECORD: Any = options_pb2.record
VALUES: dict[int, Any] = {
    FieldDescriptor.CPPTYPE_STRING: "x",
    FieldDescriptor.CPPTYPE_BOOL: True,
    FieldDescriptor.CPPTYPE_ENUM: 1,
}


CANDIDATES: dict[int, tuple[Any, ...]] = {
    FieldDescriptor.CPPTYPE_STRING: (
        "x",
        "abc",
        "a@example.com",
        "01890000-0000-7000-8000-000000000000",
        "1980-05-17",
        "123456",
        "US",
        "https://example.com",
        "1234567893",
        "+14155550134",
        "a" * 16,
        "a" * 64,
    ),
    FieldDescriptor.CPPTYPE_BOOL: (True,),
}
BYTES, NUMBERS = (b"x", b"x" * 32), (1, 2, 10, 100)


def is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and bool(field.message_type.GetOptions().map_entry)


def filled(kind: Descriptor, above: frozenset[str] = frozenset()) -> Any:
    """A message with a value in every field, all the way down; a type inside itself stays empty."""
    message = GetMessageClass(kind)()
    for field in kind.fields:
        if field.message_type is None or field.message_type.full_name not in above:
            fill(message, field, above | {kind.full_name})
    return message


def fill(message: Any, field: FieldDescriptor, above: frozenset[str] = frozenset()) -> None:
    """Puts a value into one field."""
    if field.message_type is not None and is_map(field):
        entry = field.message_type.fields_by_name["value"]
        if entry.message_type is None:
            getattr(message, field.name)["x"] = value_of(entry)
        else:
            getattr(message, field.name)["x"].CopyFrom(filled(entry.message_type, above))
    elif field.message_type is not None:
        inner = filled(field.message_type, above)
        if field.is_repeated:
            getattr(message, field.name).append(inner)
        else:
            getattr(message, field.name).CopyFrom(inner)
            getattr(message, field.name).SetInParent()
    elif field.is_repeated:
        getattr(message, field.name).append(value_of(field))
    else:
        setattr(message, field.name, value_of(field))


def value_of(field: FieldDescriptor) -> Any:
    if field.type == FieldDescriptor.TYPE_BYTES:
        return b"x"
    return VALUES.get(field.cpp_type, 1)


def holds(message: Any, name: str) -> bool:
    return name in {field.name for field, _ in message.ListFields()}


def record_type(kind: Descriptor) -> str:
    options = kind.GetOptions()
    return str(options.Extensions[RECORD].type) if options.HasExtension(RECORD) else ""


def governed(kind: Descriptor) -> list[str]:
    """The fields of a record that a role can be kept from: all but its id and its etag."""
    untouched = {kind.GetOptions().Extensions[RECORD].id_field, "etag"} if record_type(kind) else set()
    return [field.name for field in kind.fields if record_type(kind) and field.name not in untouched]


def ways(kind: Descriptor, above: frozenset[str] = frozenset()) -> Iterator[tuple[FieldDescriptor, ...]]:
    """Every way from a message down to a record: the fields to follow, none for one that is a record itself."""
    if record_type(kind):
        yield ()
    for field in kind.fields:
        inner = field.message_type
        if inner is not None and not is_map(field) and inner.full_name not in above:
            yield from ((field, *rest) for rest in ways(inner, above | {kind.full_name}))


def records(message: Message) -> Iterator[Message]:
    """Every record in a message."""
    if record_type(message.DESCRIPTOR):  # type: ignore[arg-type]
        yield message
    for field, value in message.ListFields():
        if field.message_type is not None and not is_map(field):
            for inner in value if field.is_repeated else [value]:
                yield from records(inner)


def along(kind: Descriptor, way: tuple[FieldDescriptor, ...]) -> tuple[Any, Any]:
    """An empty message, and the record inside it that the way leads to."""
    message = GetMessageClass(kind)()
    inner: Any = message
    for field in way:
        inner = getattr(inner, field.name).add() if field.is_repeated else getattr(inner, field.name)
        inner.SetInParent()
    return message, inner


def end_of(kind: Descriptor, way: tuple[FieldDescriptor, ...]) -> Any:
    """The kind of record that the way leads to."""
    return way[-1].message_type if way else kind


def valid(kind: Descriptor) -> Any:
    """A message that breaks no rule of its fields, and else is empty."""
    message = GetMessageClass(kind)()
    for _ in range(len(kind.fields) * 3):
        if not (broken := faults(message)):
            break
        mend(message, broken[0])
    assert not faults(message), f"add a value that {faults(message)[0]} takes to CANDIDATES"
    return message


def faults(message: Message) -> list[str]:
    """The paths of the fields at fault."""
    return [path_of(violation) for violation in protovalidate.collect_violations(message)]


def mend(message: Any, path: str) -> None:
    """Gives the field at fault the first value that its rules take."""
    *way, name = path.split(".")
    inner = message
    for step in way:
        inner = getattr(inner, step)
    kind = inner.DESCRIPTOR
    field = kind.oneofs_by_name[name].fields[0] if name in kind.oneofs_by_name else kind.fields_by_name[name]
    if field.message_type is not None and not field.is_repeated:
        getattr(inner, field.name).SetInParent()
        return
    if field.is_repeated:
        fill(inner, field)
        return
    numbers = BYTES if field.type == FieldDescriptor.TYPE_BYTES else NUMBERS
    for value in CANDIDATES.get(field.cpp_type, numbers):
        setattr(inner, field.name, value)
        if path not in faults(message):
            return
