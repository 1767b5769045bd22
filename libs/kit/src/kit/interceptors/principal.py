"""The principal: this service verifies its signature by itself; a call by a service is known by its certificate."""

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
    action = method.audit.action or method.path
    identify = from_certificate if rule in {"service", "public"} else from_signature(parts)

    def take(call: Call, _: Message | None) -> None:
        known = identify(call)
        # Spelled out, because dataclasses.replace costs ten times as much on every call.
        call.caller = Caller(
            known.workspace_id,
            known.actor_kind,
            known.actor_id,
            known.permissions,
            known.hidden_fields,
            known.session_id,
            known.on_behalf_of,
            call.request_id,
            call.metadata.get(SOURCE_KEY, ""),
            call.deadline,
            action,
            known.read_only_fields,
            known.owner_ids,
            known.features,
            known.step_up_time,
            known.must_enrol,
            known.break_glass_grant_id,
            known.contact_limit,
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
