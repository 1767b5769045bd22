"""Validation: the rules written on the fields of the contract. A refusal names field and rule, never the value."""

import protovalidate
from google.protobuf.message import Message
from protovalidate import Violation

from kit.contract import Method
from kit.errors import InvalidInput
from kit.interceptors.call import Call, Parts, Step


def step(method: Method, _: Parts) -> Step | None:
    if method.client_streaming:
        return None
    warm(method.request())

    def check(_: Call, request: Message | None) -> None:
        if request is not None:
            validate(request)

    return check


def validate(message: Message) -> None:
    """Raises InvalidInput naming every field at fault."""
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
