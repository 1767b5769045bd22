"""Every method of every service, as everyone: admitted exactly when its contract says so; and what roles are kept from.

What is expected is read off the descriptors here, by rules written down a second time, so that a fault in how kit reads
them shows. A new method, role, permission or field is tried without being named here.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from typing import Any

import pytest
from google.api import annotations_pb2
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message_factory import GetMessageClass

from contactfollowup.contract.v1 import options_pb2
from identity.roles.model import built_in_roles
from kit.caller import Caller
from kit.catalogue import rpcs
from kit.errors import Error
from kit.testing.calls import Desk, Peer, make_principal

from .filling import along, end_of, fill, filled, governed, holds, record_type, records, valid, ways

ACCESS: Any = options_pb2.access
FEATURE: Any = options_pb2.feature
STEP_UP: Any = options_pb2.step_up
WHILE_ENROLLING: Any = options_pb2.while_enrolling
WHILE_READ_ONLY: Any = options_pb2.while_read_only
AUDIT: Any = options_pb2.audit
HTTP: Any = annotations_pb2.http
REVEALS: Any = options_pb2.reveals
REFUSALS = {
    "NOT_SIGNED_IN",
    "PERMISSION_MISSING",
    "WORKSPACE_READ_ONLY",
    "FEATURE_UNAVAILABLE",
    "STEP_UP_REQUIRED",
    "MFA_ENROLMENT_REQUIRED",
}
FORBIDDEN = "FIELD_FORBIDDEN"
PEERS = ("gateway", "identity", "crm", "audit", "scheduling", "portal", "ehr-gateway", "stranger")
MASK = "update_mask"
LATELY, LONG_AGO = 30.0, 3600.0

RPCS = list(rpcs())
each_rpc = pytest.mark.parametrize("rpc", RPCS, ids=lambda rpc: rpc.full_name.removeprefix("contactfollowup."))


def option(rpc: MethodDescriptor, name: Any) -> Any:
    return rpc.GetOptions().Extensions[name]


PERMISSIONS = sorted({found for rpc in RPCS if (found := option(rpc, ACCESS).permission)})
FEATURES = sorted({found for rpc in RPCS if (found := option(rpc, FEATURE))} | {"writes"})
EVERYTHING: dict[str, Any] = {"permissions": PERMISSIONS, "features": FEATURES, "step_up_age": LATELY}


class Answering:
    """Answers every method with a message that has a value in every field, and says that it was reached."""

    def __init__(self, service: ServiceDescriptor) -> None:
        self.reached = False
        self._service = service

    def __getattr__(self, name: str) -> Callable[..., Any]:
        rpc = self._service.methods_by_name[name]

        async def once(request: Any, caller: Caller) -> Any:
            self.reached = True
            return filled(rpc.output_type)

        async def stream(request: Any, caller: Caller) -> AsyncIterator[Any]:
            yield await once(request, caller)

        return stream if rpc.server_streaming else once


@cache
def served(service: ServiceDescriptor) -> tuple[Desk, Answering]:
    desk, servicer = Desk(), Answering(service)
    desk.add(service, servicer)
    return desk, servicer


async def tried(rpc: MethodDescriptor, request: Any, peer: Peer) -> tuple[str, bool, list[Any]]:
    """The reason of the refusal, or nothing; whether the method was reached; the replies."""
    desk, servicer = served(rpc.containing_service)
    servicer.reached = False
    try:
        replies = await desk.call(rpc, request, peer)
    except Error as refusal:
        return refusal.reason, servicer.reached, []
    return "", servicer.reached, replies


def everyone() -> Iterator[tuple[str, Peer]]:
    """Built-in roles and made-up ones, machines, patients, nobody, every service: made anew, as principals expire."""
    for built_in in built_in_roles(frozenset(PERMISSIONS)):
        role, granted = built_in.name, EVERYTHING | {"permissions": sorted(built_in.rights.permissions)}
        yield role, Peer(principal=make_principal(**granted))
        yield f"{role} without features", Peer(principal=make_principal(**granted | {"features": []}))
        yield f"{role} long after", Peer(principal=make_principal(**granted | {"step_up_age": LONG_AGO}))
        yield f"{role} never stepped up", Peer(principal=make_principal(**granted | {"step_up_age": None}))
    for permission in PERMISSIONS:
        others = [each for each in PERMISSIONS if each != permission]
        yield f"only {permission}", Peer(principal=make_principal(**EVERYTHING | {"permissions": [permission]}))
        yield f"all but {permission}", Peer(principal=make_principal(**EVERYTHING | {"permissions": others}))
    for feature in FEATURES:
        others = [each for each in FEATURES if each != feature]
        yield f"without {feature}", Peer(principal=make_principal(**EVERYTHING | {"features": others}))
    for kind in ("user", "agent", "patient", "service", "ehr", ""):
        yield f"{kind or 'no kind'} with everything", Peer(principal=make_principal(**EVERYTHING, actor_kind=kind))
    enrolling = EVERYTHING | {"mfa_enrolment_required": True}
    yield "who has to enrol", Peer(principal=make_principal(**enrolling))
    yield "who has to enrol and never stepped up", Peer(principal=make_principal(**enrolling | {"step_up_age": None}))
    yield "expired", Peer(principal=make_principal(**EVERYTHING, lifetime=-0.5))
    yield "of the other realm", Peer(principal=make_principal(**EVERYTHING, realm=2))
    for name in PEERS:
        yield f"service {name}", Peer(name)


def expected(rpc: MethodDescriptor, who: str, peer: Peer) -> str:
    """The reason for which the contract refuses this caller; nothing when it does not."""
    access, principal = option(rpc, ACCESS), peer.principal
    rule = access.WhichOneof("rule")
    if rule == "public":
        return ""
    if rule == "service":
        return "" if peer.name in access.service.names else "PERMISSION_MISSING"
    if principal is None or who in {"expired", "of the other realm"}:
        return "NOT_SIGNED_IN"
    if principal.mfa_enrolment_required and not option(rpc, WHILE_ENROLLING):
        return "MFA_ENROLMENT_REQUIRED"
    staff = principal.actor_kind in {"user", "agent"}
    allowed = {
        "signed_in": staff,
        "permission": staff and access.permission in principal.permissions,
        "patient": principal.actor_kind == "patient",
    }
    if not allowed[rule]:
        return "PERMISSION_MISSING"
    stops = rule == "permission" and not reads(rpc) and not option(rpc, WHILE_READ_ONLY)
    if stops and "writes" not in principal.features:
        return "WORKSPACE_READ_ONLY"
    if (feature := option(rpc, FEATURE)) and feature not in principal.features:
        return "FEATURE_UNAVAILABLE"
    return "STEP_UP_REQUIRED" if option(rpc, STEP_UP) and not fresh(who) else ""


def reads(rpc: MethodDescriptor) -> bool:
    return bool(option(rpc, HTTP).get) or option(rpc, AUDIT).reads


def fresh(who: str) -> bool:
    return not who.endswith(("long after", "never stepped up"))


@each_rpc
async def test_a_method_admits_exactly_whom_its_contract_says(rpc: MethodDescriptor) -> None:
    empty = GetMessageClass(rpc.input_type)()
    for who, peer in everyone():
        reason, reached, _ = await tried(rpc, empty, peer)
        refused = expected(rpc, who, peer)
        assert (reason if reason in REFUSALS else "") == refused, who
        # What is admitted may still be an empty request that breaks a rule of its fields; nothing else stops it.
        assert reached is (not refused and reason != "INVALID_FIELD"), who


@each_rpc
def test_what_a_certificate_or_nobody_may_call_asks_for_nothing_that_they_cannot_have(rpc: MethodDescriptor) -> None:
    if option(rpc, ACCESS).WhichOneof("rule") in {"public", "service"}:
        assert not option(rpc, FEATURE)
        assert not option(rpc, WHILE_ENROLLING)
        assert not option(rpc, STEP_UP)


def admitted(rpc: MethodDescriptor, **facts: Any) -> Peer:
    """Somebody whom the method admits."""
    kind = "patient" if option(rpc, ACCESS).WhichOneof("rule") == "patient" else "user"
    return Peer(principal=make_principal(**EVERYTHING, **facts, actor_kind=kind))


def is_for_people(rpc: MethodDescriptor) -> bool:
    """Whether those whom it admits come with a principal, so that fields can be kept from them."""
    return option(rpc, ACCESS).WhichOneof("rule") not in {"public", "service"}


async def answered(rpc: MethodDescriptor, **facts: Any) -> list[Any]:
    """The records in the replies to a request that breaks no rule."""
    reason, _, replies = await tried(rpc, valid(rpc.input_type), admitted(rpc, **facts))
    assert reason == ""
    return [record for reply in replies for record in records(reply)]


ANSWERS = [rpc for rpc in RPCS if is_for_people(rpc) and any(True for _ in ways(rpc.output_type))]
PATHS = sorted(
    f"{record_type(kind)}.{name}"
    for kind in {end_of(rpc.output_type, way) for rpc in RPCS for way in ways(rpc.output_type)}
    for name in governed(kind)
)


@pytest.mark.parametrize("rpc", ANSWERS, ids=lambda rpc: rpc.full_name.removeprefix("contactfollowup."))
async def test_no_reply_holds_a_hidden_field(rpc: MethodDescriptor) -> None:
    whole = await answered(rpc)
    assert whole
    paths = {f"{record_type(each.DESCRIPTOR)}.{name}" for each in whole for name in governed(each.DESCRIPTOR)}
    for hidden in (None, *sorted(paths)):
        for record in await answered(rpc, hidden_fields=[hidden] if hidden else []):
            kind = record.DESCRIPTOR
            missing = [name for name in governed(kind) if not holds(record, name)]
            assert [f"{record_type(kind)}.{name}" for name in missing] == [
                path for path in [hidden] if path and path.startswith(f"{record_type(kind)}.")
            ]


WRITES = [(rpc, way) for rpc in RPCS if is_for_people(rpc) for way in ways(rpc.input_type)]


@pytest.mark.parametrize("closing", ["hidden_fields", "read_only_fields"])
@pytest.mark.parametrize(("rpc", "way"), WRITES, ids=lambda each: getattr(each, "name", ""))
async def test_no_request_writes_a_field_that_is_kept_from_its_caller(
    rpc: MethodDescriptor, way: tuple[FieldDescriptor, ...], closing: str
) -> None:
    kind = end_of(rpc.input_type, way)
    for name in governed(kind):
        path = f"{record_type(kind)}.{name}"
        request, record = along(rpc.input_type, way)
        fill(record, kind.fields_by_name[name])
        requests = [request]
        if MASK in rpc.input_type.fields_by_name:
            requests += [type(request)(**{MASK: FieldMask(paths=[mask])}) for mask in (name, f"{name}.x")]
        for each in requests:
            reason, reached, _ = await tried(rpc, each, admitted(rpc, **{closing: [path]}))
            assert (reason, reached) == (FORBIDDEN, False), path
            others = [other for other in PATHS if other != path]
            assert (await tried(rpc, each, admitted(rpc, **{closing: others})))[0] != FORBIDDEN, path


@pytest.mark.parametrize("rpc", [rpc for rpc, way in WRITES if MASK in rpc.input_type.fields_by_name])
async def test_no_request_writes_every_field_of_a_record_that_has_one_kept_from_its_caller(
    rpc: MethodDescriptor,
) -> None:
    request = GetMessageClass(rpc.input_type)(**{MASK: FieldMask(paths=["*"])})
    types = {record_type(end_of(rpc.input_type, way)) for way in ways(rpc.input_type)}
    for path in PATHS:
        reason, _, _ = await tried(rpc, request, admitted(rpc, read_only_fields=[path]))
        assert (reason == FORBIDDEN) is (path.partition(".")[0] in types), path


ASKS = [(rpc, field) for rpc in RPCS for field in rpc.input_type.fields if field.GetOptions().Extensions[REVEALS]]


@pytest.mark.parametrize(("rpc", "field"), ASKS, ids=lambda each: each.name)
async def test_nobody_asks_by_a_field_that_is_hidden_from_them(rpc: MethodDescriptor, field: FieldDescriptor) -> None:
    request = GetMessageClass(rpc.input_type)()
    fill(request, field)
    revealed = list(field.GetOptions().Extensions[REVEALS])
    assert set(revealed) <= set(PATHS)
    for path in PATHS:
        reason, reached, _ = await tried(rpc, request, admitted(rpc, hidden_fields=[path]))
        assert (reason == FORBIDDEN) is (path in revealed), path
        assert not (reached and path in revealed)
        assert (await tried(rpc, request, admitted(rpc, read_only_fields=[path])))[0] != FORBIDDEN


@each_rpc
def test_a_filter_says_which_field_it_tells_of(rpc: MethodDescriptor) -> None:
    if not rpc.name.startswith(("List", "Search")):
        return
    for kind in {end_of(rpc.output_type, way) for way in ways(rpc.output_type)}:
        for field in rpc.input_type.fields:
            told = {f"{record_type(kind)}.{name}" for name in governed(kind) if name in {field.name, f"{field.name}s"}}
            assert told <= set(field.GetOptions().Extensions[REVEALS]), field.full_name


def test_there_is_something_to_try() -> None:
    assert len(RPCS) > 20
    assert len(dict(everyone())) > 30
    assert {"contact.phone", "user.email"} <= set(PATHS)
    assert {rpc.name for rpc, _ in WRITES} >= {"CreateContact", "UpdateContact"}
    assert {rpc.name for rpc, _ in ASKS} >= {"ListContacts", "SearchContacts"}


def test_who_has_to_enrol_reaches_their_session_their_factors_and_a_fresh_proof_alone() -> None:
    open_to_them = {rpc.containing_service.name for rpc in RPCS if option(rpc, WHILE_ENROLLING)}
    assert open_to_them == {"SessionService", "FactorService", "SsoService"}
    assert not any(option(rpc, WHILE_ENROLLING) for rpc in RPCS if option(rpc, ACCESS).permission)
