"""What the contracts say in words: the comments of the protos, from the descriptor set that is generated with them."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, FileDescriptorProto, FileDescriptorSet

Path = tuple[int, ...]

# Field numbers in descriptor.proto, of which the paths of source locations are made.
_MESSAGES, _ENUMS, _SERVICES = 4, 5, 6
_FIELDS, _NESTED, _VALUES, _METHODS = 2, 3, 2, 2


@cache
def comments() -> dict[str, str]:
    """Comments by full name; values of enums are named as `package.Enum.VALUE`."""
    image = files("contactfollowup").joinpath("contracts.binpb").read_bytes()
    return {
        name: text
        for file in FileDescriptorSet.FromString(image).file
        if file.package.startswith("contactfollowup.")
        for name, text in _of_file(file)
    }


def comment(full_name: str) -> str:
    return comments().get(full_name, "")


def _of_file(file: FileDescriptorProto) -> Iterator[tuple[str, str]]:
    names = dict(_names(file))
    for location in file.source_code_info.location:
        name = names.get(tuple(location.path))
        if name and location.leading_comments:
            yield name, " ".join(location.leading_comments.split())


def _names(file: FileDescriptorProto) -> Iterator[tuple[Path, str]]:
    for index, service in enumerate(file.service):
        yield from _owner((_SERVICES, index), file.package, service.name, _METHODS, service.method)
    for index, enum in enumerate(file.enum_type):
        yield from _owner((_ENUMS, index), file.package, enum.name, _VALUES, enum.value)
    for index, message in enumerate(file.message_type):
        yield from _message_names((_MESSAGES, index), file.package, message)


def _message_names(path: Path, scope: str, message: DescriptorProto) -> Iterator[tuple[Path, str]]:
    yield from _owner(path, scope, message.name, _FIELDS, message.field)
    for index, nested in enumerate(message.nested_type):
        yield from _message_names((*path, _NESTED, index), f"{scope}.{message.name}", nested)


def _owner(path: Path, scope: str, name: str, kind: int, members: Iterable[Any]) -> Iterator[tuple[Path, str]]:
    """A thing, and what it is made of."""
    yield path, f"{scope}.{name}"
    for index, member in enumerate(members):
        yield (*path, kind, index), f"{scope}.{name}.{member.name}"
