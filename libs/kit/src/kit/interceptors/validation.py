"""Validation: the rules written on the fields of the contract. A refusal names field and rule, never the value."""

from collections.abc import Callable

import protovalidate
from google.protobuf.message import DecodeError, Message
from protovalidate import Violation

from kit.contract import Method
from kit.errors import InvalidInput
from kit.interceptors.call import Call, Parts, Step


def step(method: Method, _: Parts) -> Step | None:
    if method.client_streaming:
        return None
    warm(method.request())

    def check(_: Call, request: Message | None) -> None:
        validate(request)

    return check


def reader(kind: type[Message]) -> Callable[[bytes], Message | None]:
    """Takes a request off the wire: None when it cannot be read, which `validate` then refuses like any other fault."""

    def read(wire: bytes) -> Message | None:
        try:
            return kind.FromString(wire)
        except DecodeError:
            return None

    return read


def validate(message: Message | None) -> None:
    """Raises InvalidInput naming every field at fault."""
    if message is None:
        raise InvalidInput("The request cannot be read as the message that the contract names. Send that one.")
    try:
        protovalidate.validate(message)
    except protovalidate.ValidationError as failure:
        violations = tuple((path_of(v), v.proto.rule_id) for v in failure.violations)
        raise InvalidInput(field=violations[0][0], violations=violations) from None


def path_of(violation: Violation) -> str:
    path = violation.proto.field
    return ".".join(element.field_name for element in path.elements) if path else ""


def warm(message: Message) -> None:
    """The first check of a type compiles its rules: do that before the first call."""
    try:
        protovalidate.validate(message)
    except protovalidate.ValidationError:
        return
