"""Between the JSON of the API (proto3: lowerCamelCase, 64-bit numbers as text) and frozen dataclasses."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

_known: dict[type, tuple[tuple[str, str, Any], ...]] = {}


class WireEnum(StrEnum):
    """An enum whose JSON names carry its own name in front: `USER_STATE_ACTIVE`."""

    @classmethod
    def prefix(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).upper() + "_"

    @classmethod
    def from_json(cls, name: object) -> Self:
        known: dict[str, Self] = {member.value: member for member in cls}
        return known.get(str(name).removeprefix(cls.prefix()), cls("UNSPECIFIED"))


class WireMessage:
    """A frozen dataclass of the API. Every field has a default; what it does not know, it ignores."""

    __slots__ = ()

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        present = {
            name: _decode(kind, document[key]) for name, key, kind in _fields(cls) if document.get(key) is not None
        }
        return cls(**present)

    def to_json(self) -> dict[str, Any]:
        """Returns every field but those that are absent."""
        values = ((key, getattr(self, name)) for name, key, _ in _fields(type(self)))
        return {key: encode(value) for key, value in values if value is not None}


def camel(name: str) -> str:
    """Returns the JSON name of a field: `date_of_birth` is `dateOfBirth`."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def timestamp(moment: datetime) -> str:
    """Returns an aware time as RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def encode(value: Any) -> Any:
    """Returns a value of a message as JSON carries it."""
    if isinstance(value, WireMessage):
        return value.to_json()
    if isinstance(value, WireEnum):
        return value.prefix() + value.value
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def _fields(cls: type) -> tuple[tuple[str, str, Any], ...]:
    if cls not in _known:
        if not is_dataclass(cls):
            raise TypeError(f"{cls.__name__} is not a dataclass")
        kinds = get_type_hints(cls)
        _known[cls] = tuple((field.name, camel(field.name), kinds[field.name]) for field in fields(cls))
    return _known[cls]


def _decode(kind: Any, value: Any) -> Any:
    if get_origin(kind) is UnionType:
        return _decode(get_args(kind)[0], value)
    if get_origin(kind) is tuple:
        return tuple(_decode(get_args(kind)[0], item) for item in value)
    if get_origin(kind) is not None:
        return {str(key): str(item) for key, item in value.items()}
    if kind is datetime:
        return datetime.fromisoformat(_microseconds(value))
    if issubclass(kind, WireMessage | WireEnum):
        return kind.from_json(value)
    return kind(value)


def _microseconds(moment: str) -> str:
    # protobuf prints up to nine digits of a second; Python keeps six.
    return re.sub(r"(\.\d{6})\d+", r"\1", moment)
