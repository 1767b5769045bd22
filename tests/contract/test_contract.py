"""What every RPC must declare, held against the descriptors."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from google.api import annotations_pb2
from google.protobuf.descriptor import Descriptor, MethodDescriptor

from kit import catalogue, contract, errors
from kit.errors import Error

HTTP = annotations_pb2.http
SERVICES = ("identity", "crm", "audit")
# Who holds one of these decides who may do, see or be charged what, and where PHI may flow.
GOVERNING = {
    "agreements.write",
    "break_glass.review",
    "break_glass.use",
    "roles.write",
    "security.write",
    "service_accounts.write",
    "sso.write",
    "subscription.write",
    "teams.write",
    "users.write",
}
# Shutting somebody out must not wait for a proof.
TAKING_AWAY = {"DeleteInvitation", "DeleteServiceAccount", "DisableUser", "RevokeServiceAccountToken"}


def holds_phi(message: Descriptor, seen: frozenset[str] = frozenset()) -> bool:
    if message.full_name in seen:
        return False
    seen |= {message.full_name}
    return any(contract.is_phi(f) or (f.message_type and holds_phi(f.message_type, seen)) for f in message.fields)


each_rpc = pytest.mark.parametrize(
    "rpc", list(catalogue.rpcs()), ids=lambda rpc: rpc.full_name.removeprefix("contactfollowup.")
)


@each_rpc
def test_an_rpc_says_who_may_call_it(rpc: MethodDescriptor) -> None:
    assert contract.method(rpc).access.WhichOneof("rule")


def test_a_write_that_governs_access_takes_a_fresh_proof_unless_it_only_takes_access_away() -> None:
    governing = {rpc for rpc in catalogue.rpcs() if contract.method(rpc).access.permission in GOVERNING}
    writes = {rpc for rpc in governing if rpc.GetOptions().Extensions[HTTP].WhichOneof("pattern") != "get"}
    without = {rpc.name for rpc in writes if not contract.method(rpc).step_up}
    assert without == TAKING_AWAY


def test_the_rule_above_knows_every_permission_of_identity() -> None:
    known = {
        contract.method(rpc).access.permission
        for rpc in catalogue.rpcs()
        if rpc.containing_service.file.package == "contactfollowup.identity.v1"
    }
    writing = {permission for permission in known if permission and not permission.endswith(".read")}
    assert writing == GOVERNING | {"practice.write"}


@each_rpc
def test_an_rpc_that_returns_or_takes_phi_is_audited(rpc: MethodDescriptor) -> None:
    if holds_phi(rpc.output_type) or holds_phi(rpc.input_type):
        assert contract.method(rpc).audit.action


@each_rpc
def test_an_rpc_that_only_reads_phi_is_recorded_by_the_server(rpc: MethodDescriptor) -> None:
    reads = rpc.name.startswith(("Get", "List", "Search", "Download", "Export"))
    if reads and holds_phi(rpc.output_type):
        assert contract.method(rpc).reads_phi


@each_rpc
def test_a_rest_route_stands_under_the_base_path_and_takes_no_phi_in_the_address(rpc: MethodDescriptor) -> None:
    rule = rpc.GetOptions().Extensions[HTTP]
    path = rule.get or rule.post or rule.patch or rule.delete
    if not path:
        return
    assert path.startswith("/api/v1/")
    if not rule.body:
        assert not [field.name for field in rpc.input_type.fields if contract.is_phi(field)]


@each_rpc
def test_a_method_open_to_staff_is_reachable_at_the_edge_or_streams(rpc: MethodDescriptor) -> None:
    rule = contract.method(rpc).access.WhichOneof("rule")
    if rule in {"permission", "signed_in"} and not (rpc.client_streaming or rpc.server_streaming):
        assert rpc.GetOptions().HasExtension(HTTP)


@each_rpc
def test_a_list_is_paged(rpc: MethodDescriptor) -> None:
    small = {
        "ListFactors",
        "ListFields",
        "ListPermissions",
        "ListProperties",
        "ListRoles",
        "ListSessions",
        "ListSsoLinks",
        "ListSsoDomains",
        "ListSsoProviders",
        "ListSubprocessors",
        "ListVendors",
    }
    if rpc.name.startswith("List") and rpc.name not in small:
        assert {"page_size", "page_token"} <= set(rpc.input_type.fields_by_name)
        assert "next_page_token" in rpc.output_type.fields_by_name


def test_every_reason_that_is_raised_is_in_the_contract() -> None:
    for name in SERVICES:
        for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                import_module(module.name)
    known = {
        value.name.removeprefix("ERROR_REASON_")
        for file in catalogue.files()
        for enum in file.enum_types_by_name.values()
        if enum.name == "ErrorReason"
        for value in enum.values
    }
    kinds = {*errors.KINDS.values(), errors.Error, errors.TooMany}
    raised = {error.reason for error in subclasses(errors.Error) if error not in kinds}
    internal = {"ALREADY_EXISTS"}
    assert raised - internal <= known


def subclasses(kind: type[Error]) -> Iterator[type[Error]]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)
