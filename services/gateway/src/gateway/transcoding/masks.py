"""Field masks: camelCase and comma separated outside, snake_case paths inside."""

import re

from google.protobuf.descriptor import Descriptor
from google.protobuf.field_mask_pb2 import FieldMask

from .descriptors import accepted_keys, is_map, is_message, message_of

_BOUNDARY = re.compile(r"(?<!^)([A-Z])")
_UNDERSCORE = re.compile(r"_([a-z0-9])")


def camel(name: str) -> str:
    """snake_case to lowerCamelCase."""
    return _UNDERSCORE.sub(lambda match: match.group(1).upper(), name)


def snake(name: str) -> str:
    """lowerCamelCase to snake_case."""
    return _BOUNDARY.sub(r"_\1", name).lower()


def mask_to_json(mask: FieldMask) -> str:
    return ",".join(".".join(camel(part) for part in path.split(".")) for path in mask.paths)


def mask_from_json(text: str, target: Descriptor | None) -> FieldMask:
    """Reads `firstName,properties.Insurance`. Raises ValueError when a path names no field of the target."""
    paths = [path.strip() for path in text.split(",")]
    return FieldMask(paths=[_path(path, target) for path in paths if path])


def _path(path: str, target: Descriptor | None) -> str:
    if target is None:
        return ".".join(snake(part) for part in path.split("."))
    head, dot, rest = path.partition(".")
    field = accepted_keys(target).get(head)
    if field is None:
        raise ValueError("names no field")
    if not dot:
        return field.name
    # The key of a map is somebody's own word: it stays as written, dots and capitals included.
    if is_map(field) and rest:
        return f"{field.name}.{rest}"
    if is_message(field) and not field.is_repeated:
        return f"{field.name}.{_path(rest, message_of(field))}"
    raise ValueError("goes into a field that has no parts")


def mask_of_body(body: dict[str, object], target: Descriptor, apart: frozenset[str]) -> FieldMask:
    """The fields a body names, for a change without a mask: keys of maps one by one, `apart` left out."""
    keys = accepted_keys(target)
    paths: list[str] = []
    for key, value in body.items():
        field = keys[key]
        if field.name in apart:
            continue
        if is_map(field) and isinstance(value, dict):
            paths.extend(f"{field.name}.{name}" for name in value)
        else:
            paths.append(field.name)
    return FieldMask(paths=paths)
