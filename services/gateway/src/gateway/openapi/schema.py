"""Messages as JSON Schema, in two readings: what may be sent, and what comes back.

What may be sent is strict: the rules of its fields, `null` for unset, no unknown key. What comes back promises that
every scalar, list and map is present, and nothing about values that rules on input could change.
"""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from contactfollowup.contract.v1 import options_pb2
from gateway.transcoding.descriptors import enum_of, is_map, message_of, option
from gateway.transcoding.scalars import INTEGER_RANGES

from .comments import comment
from .rules import exempts_empty, is_required, keywords, list_keywords, rules_of

Json = dict[str, Any]
REFERENCE = "#/components/schemas/"
SET_BY_SERVER = "Set by the server."

_TEXT_MESSAGES: dict[str, Json] = {
    Timestamp.DESCRIPTOR.full_name: {"type": "string", "format": "date-time"},
    FieldMask.DESCRIPTOR.full_name: {"type": "string"},
}
_SCALARS: dict[int, Json] = {
    FieldDescriptor.TYPE_STRING: {"type": "string"},
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
    FieldDescriptor.TYPE_DOUBLE: {"type": "number"},
    FieldDescriptor.TYPE_FLOAT: {"type": "number"},
}


class Schemas:
    """Collects the components that the document needs, as they are referred to."""

    def __init__(self) -> None:
        self.components: dict[str, Json] = {}

    def sent(self, message: Descriptor, without: frozenset[str] = frozenset()) -> Json:
        """A reference to what may be sent as this message; fields in `without` travel elsewhere."""
        name = message.name if message.name.endswith("Request") else f"{message.name}Input"
        if name not in self.components:
            self.components[name] = {}
            fields = [field for field in message.fields if field.name not in without and not is_set_by_server(field)]
            self.components[name] = _object(
                message,
                {field.json_name: self._sent_field(field) for field in fields},
                [field.json_name for field in fields if is_required(field)],
            ) | {"additionalProperties": False}
        return {"$ref": REFERENCE + name}

    def answered(self, message: Descriptor) -> Json:
        """A reference to what comes back as this message."""
        if message.name not in self.components:
            self.components[message.name] = {}
            self.components[message.name] = _object(
                message,
                {field.json_name: self._answered_field(field) for field in message.fields},
                [field.json_name for field in message.fields if not field.has_presence],
            )
        return {"$ref": REFERENCE + message.name}

    def parameter(self, field: FieldDescriptor) -> Json:
        """A field as it travels in path or query."""
        schema = scalar(field) | _rules(field)
        if field.is_repeated:
            return {"type": "array", "items": schema, **list_keywords(field)}
        return _or_empty(schema) if exempts_empty(field) else schema

    def _sent_field(self, field: FieldDescriptor) -> Json:
        if is_map(field):
            value = message_of(field).fields_by_name["value"]
            item = _or_null(scalar(value) | keywords(rules_of(field).map.values))
            schema: Json = {"type": "object", "additionalProperties": item, **list_keywords(field)}
        elif field.is_repeated:
            item = self._sent_one(field) | keywords(rules_of(field).repeated.items)
            schema = {"type": "array", "items": item, **list_keywords(field)}
        else:
            schema = self._sent_one(field) | _rules(field)
        if exempts_empty(field):
            schema = _or_empty(schema)
        return _described(field, schema if is_required(field) else _or_null(schema))

    def _sent_one(self, field: FieldDescriptor) -> Json:
        return self.sent(message_of(field)) if _is_object(field) else scalar(field)

    def _answered_field(self, field: FieldDescriptor) -> Json:
        if is_map(field):
            value = message_of(field).fields_by_name["value"]
            return _described(field, {"type": "object", "additionalProperties": self._answered_one(value)})
        schema = self._answered_one(field)
        return _described(field, {"type": "array", "items": schema} if field.is_repeated else schema)

    def _answered_one(self, field: FieldDescriptor) -> Json:
        return self.answered(message_of(field)) if _is_object(field) else scalar(field)


def scalar(field: FieldDescriptor) -> Json:
    """One value of the field's type."""
    if field.type == FieldDescriptor.TYPE_ENUM:
        return {"type": "string", "enum": [value.name for value in enum_of(field).values]}
    if field.type in INTEGER_RANGES:
        lowest, highest = INTEGER_RANGES[field.type]
        return {"type": "integer", "format": "int64" if highest >= 2**32 else "int32"} | (
            {"minimum": lowest, "maximum": highest} if highest < 2**32 else {}
        )
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        return dict(_TEXT_MESSAGES[message_of(field).full_name])
    return dict(_SCALARS[field.type])


def is_set_by_server(field: FieldDescriptor) -> bool:
    """Whether sending the field means nothing: the contract says so in its comment."""
    return comment(field.full_name).endswith(SET_BY_SERVER)


def told_of(field: FieldDescriptor) -> str:
    """What a field is, and to whom it is refused because an answer would tell of what is hidden from them."""
    reveals = " or ".join(f"`{path}`" for path in option(field, options_pb2.reveals))
    return comment(field.full_name) + (f" `FIELD_FORBIDDEN` where {reveals} is hidden from you." if reveals else "")


def _is_object(field: FieldDescriptor) -> bool:
    return field.type == FieldDescriptor.TYPE_MESSAGE and message_of(field).full_name not in _TEXT_MESSAGES


def _rules(field: FieldDescriptor) -> Json:
    return keywords(rules_of(field))


def _object(message: Descriptor, properties: Json, required: list[str]) -> Json:
    schema: Json = {"type": "object", "description": comment(message.full_name), "properties": properties}
    return schema | ({"required": required} if required else {})


def _described(field: FieldDescriptor, schema: Json) -> Json:
    text = told_of(field)
    return schema | ({"description": text} if text else {})


def _or_empty(schema: Json) -> Json:
    return {"anyOf": [{"type": "string", "const": ""}, schema]}


def _or_null(schema: Json) -> Json:
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema:
        return schema | {"type": [kind, "null"]}
    choices = schema.get("anyOf", [schema])
    return {"anyOf": [*choices, {"type": "null"}]}
