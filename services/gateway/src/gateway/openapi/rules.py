"""The rules on fields (`buf.validate`) as keywords of JSON Schema: what the services check, told beforehand."""

from typing import Any

from buf.validate import validate_pb2
from google.protobuf.descriptor import FieldDescriptor

from gateway.transcoding.descriptors import is_map, option

Json = dict[str, Any]
_NUMERIC = ("int32", "int64", "uint32", "uint64", "float", "double")
_BOUNDS = {"gte": "minimum", "gt": "exclusiveMinimum", "lte": "maximum", "lt": "exclusiveMaximum"}


def rules_of(field: FieldDescriptor) -> validate_pb2.FieldRules:
    rules: validate_pb2.FieldRules = option(field, validate_pb2.field)
    return rules


def keywords(rules: validate_pb2.FieldRules) -> Json:
    """The keywords for a value under these rules, not counting whether the empty value is exempt from them."""
    kind = rules.WhichOneof("type")
    if kind == "string":
        return _string(rules.string)
    if kind in _NUMERIC:
        return _number(getattr(rules, kind))
    return {}


def list_keywords(field: FieldDescriptor) -> Json:
    rules = rules_of(field)
    if is_map(field):
        names = keywords(rules.map.keys)
        return _given(rules.map, {"min_pairs": "minProperties", "max_pairs": "maxProperties"}) | (
            {"propertyNames": names} if names else {}
        )
    found = _given(rules.repeated, {"min_items": "minItems", "max_items": "maxItems"})
    return found | ({"uniqueItems": True} if rules.repeated.unique else {})


def exempts_empty(field: FieldDescriptor) -> bool:
    return rules_of(field).ignore == validate_pb2.IGNORE_IF_ZERO_VALUE


def is_required(field: FieldDescriptor) -> bool:
    """Whether leaving the field out breaks a rule: either it says so, or its empty value does."""
    rules = rules_of(field)
    if rules.required:
        return True
    if exempts_empty(field) or rules.WhichOneof("type") != "string":
        return False
    return bool(rules.string.min_len or rules.string.uuid or rules.string.email or getattr(rules.string, "in"))


def _string(rules: Any) -> Json:
    found = _given(rules, {"min_len": "minLength", "max_len": "maxLength", "pattern": "pattern"})
    choices = list(getattr(rules, "in"))
    if choices:
        found["enum"] = choices
    if rules.uuid:
        found["format"] = "uuid"
    if rules.email:
        found["format"] = "email"
    return found


def _number(rules: Any) -> Json:
    return _given(rules, _BOUNDS)


def _given(rules: Any, names: dict[str, str]) -> Json:
    return {keyword: getattr(rules, name) for name, keyword in names.items() if rules.HasField(name)}
