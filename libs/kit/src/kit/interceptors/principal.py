"""The principal: this service verifies its signature by itself; a call by a service is known by its certificate."""

import dataclasses
from collections.abc import Callable
from uuid import UUID

from google.protobuf.message import Message

from kit.caller import Caller
from kit.contract import Method
from kit.errors import Unauthenticated
from kit.interceptors.call import Call, Parts, Step
from kit.principal import METADATA_KEY

SOURCE_KEY = "cfu-source"
NO_WORKSPACE = UUID(int=0)
Identify = Callable[[Call], Caller]


def step(method: Method, parts: Parts) -> Step:
    rule = method.access.WhichOneof("rule")
    identify = from_certificate if rule in {"service", "public"} else from_signature(parts)

    def take(call: Call, _: Message | None) -> None:
        call.caller = dataclasses.replace(
            identify(call),
            request_id=call.request_id,
            source=call.metadata.get(SOURCE_KEY, ""),
            deadline=call.deadline,
            action=method.audit.action or method.path,
        )

    return take


def from_signature(parts: Parts) -> Identify:
    def identify(call: Call) -> Caller:
        token = call.metadata.get(METADATA_KEY)
        if token is None:
            raise Unauthenticated
        return parts.verifier.verify(token)

    return identify


def from_certificate(call: Call) -> Caller:
    return Caller(workspace_id=NO_WORKSPACE, actor_kind="service", actor_id=call.peer())
