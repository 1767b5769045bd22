"""What protobuf's descriptors say, in the words the transcoder needs."""

from collections.abc import Container
from typing import Any, cast

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from contactfollowup.contract.v1 import options_pb2


def is_map(field: FieldDescriptor) -> bool:
    if field.type != FieldDescriptor.TYPE_MESSAGE or not field.is_repeated:
        return False
    return bool(message_of(field).GetOptions().map_entry)


def is_message(field: FieldDescriptor) -> bool:
    return bool(field.type == FieldDescriptor.TYPE_MESSAGE and not is_map(field))


def is_phi(field: FieldDescriptor) -> bool:
    return bool(option(field, options_pb2.phi))


def message_of(field: FieldDescriptor) -> Descriptor:
    """The type of a field that holds messages."""
    return cast(Descriptor, field.message_type)


def enum_of(field: FieldDescriptor) -> EnumDescriptor:
    """The type of a field that holds an enum."""
    return cast(EnumDescriptor, field.enum_type)


def descriptor_of(message: type[Message]) -> Descriptor:
    return cast(Descriptor, message.DESCRIPTOR)


def option(described: Any, extension: Any) -> Any:
    """One of our options, or of the validation rules, on a method, message or field."""
    return described.GetOptions().Extensions[extension]


def message_class(message: Descriptor) -> type[Message]:
    return GetMessageClass(message)


def accepted_keys(message: Descriptor) -> dict[str, FieldDescriptor]:
    """The fields by the names JSON may use: lowerCamelCase, and the name in the proto."""
    return {field.name: field for field in message.fields} | {field.json_name: field for field in message.fields}


def refuse_unknown_well_known(message: Descriptor, known: Container[str]) -> None:
    """Google's own types have a JSON form of their own: one we do not write must not slip through as plain fields."""
    if message.full_name.startswith("google.protobuf.") and message.full_name not in known:
        raise TypeError(f"{message.full_name} has no JSON form at the edge yet")
