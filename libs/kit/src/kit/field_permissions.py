"""Field permissions, derived from descriptors: which fields of a message a role may see, change, or ask by.

A field is named by the record it belongs to, as `contact.phone` (`contract.v1.record`, then the field). The id and the
etag of a record are never kept from anyone who may see the record.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from kit.contract import REVEALS, record_of
from kit.errors import FieldForbidden

MASK = "update_mask"
EVERY_FIELD = "*"
Fields = frozenset[str]
Check = Callable[[Message, Fields, Fields], None]


def governed(message: Descriptor) -> list[str]:
    """The fields of a record that a role may be kept from, as `contact.phone`; none when it is no record."""
    record = record_of(message)
    if record is None:
        return []
    return [f"{record.type}.{field.name}" for field in message.fields if field.name not in (record.id_field, "etag")]


def strip(message: Message, hidden: Fields) -> None:
    """Empties every hidden field of every record inside `message`."""
    for field in _clearable(message.DESCRIPTOR, hidden):
        message.ClearField(field)
    for name, repeated in _inner(message.DESCRIPTOR):
        for each in getattr(message, name) if repeated else _present(message, name):
            strip(each, hidden)


def request_check(message: type[Message]) -> Check:
    """A function that raises FieldForbidden when a request changes or asks by what its caller may not."""
    request: Any = message.DESCRIPTOR
    reveals = [(field.name, frozenset(field.GetOptions().Extensions[REVEALS])) for field in request.fields]
    asked_by = [(name, fields) for name, fields in reveals if fields]
    records = [(field.name, record.type) for field in request.fields if (record := _record_in(field))]
    masked = MASK in request.fields_by_name

    def check(message: Any, hidden: Fields, read_only: Fields) -> None:
        for name, fields in asked_by:
            if fields & hidden and getattr(message, name):
                raise FieldForbidden(field=name)
        for name, record_type in records:
            paths = list(message.update_mask.paths) if masked else []
            closed = {path.partition(".")[2] for path in hidden | read_only if path.startswith(f"{record_type}.")}
            for path in paths or _filled(getattr(message, name)):
                if path.partition(".")[0] in closed or (closed and path == EVERY_FIELD):
                    raise FieldForbidden(field=MASK if paths else f"{name}.{path}")

    return check


def _filled(record: Message) -> Iterable[str]:
    return [field.name for field, _ in record.ListFields()]


def _record_in(field: FieldDescriptor) -> Any:
    return record_of(field.message_type) if field.message_type is not None and not field.is_repeated else None


def _present(message: Message, name: str) -> Iterator[Message]:
    if message.HasField(name):
        yield getattr(message, name)


@cache
def _clearable(message: Descriptor, hidden: Fields) -> tuple[str, ...]:
    return tuple(path.partition(".")[2] for path in governed(message) if path in hidden)


@cache
def _inner(message: Descriptor) -> tuple[tuple[str, bool], ...]:
    """The message fields that may hold records, and whether they repeat; maps hold none in our contracts."""
    return tuple(
        (field.name, field.is_repeated)
        for field in message.fields
        if field.message_type is not None
        and field.message_type.full_name.startswith("contactfollowup.")
        and not field.message_type.GetOptions().map_entry
    )
