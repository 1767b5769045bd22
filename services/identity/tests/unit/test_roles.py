"""The catalogue of permissions and the contracts name the same permissions, no more and no fewer."""

from contactfollowup.audit.v1 import entries_pb2
from contactfollowup.contract.v1 import options_pb2
from contactfollowup.crm.v1 import contacts_pb2, imports_pb2, properties_pb2
from contactfollowup.identity.v1 import agreements_pb2, sessions_pb2, users_pb2
from identity.roles.model import PERMISSIONS, Role, permissions_of

CONTRACTS = (contacts_pb2, imports_pb2, properties_pb2, users_pb2, sessions_pb2, entries_pb2, agreements_pb2)


def asked_for() -> set[str]:
    methods = (
        method
        for contract in CONTRACTS
        for service in contract.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    )
    rules = (method.GetOptions().Extensions[options_pb2.access] for method in methods)
    return {rule.permission for rule in rules if rule.permission}


def test_every_permission_asked_for_is_granted_and_every_one_granted_is_asked_for() -> None:
    assert set[str]().union(*PERMISSIONS.values()) == asked_for()


def test_every_role_has_permissions() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert permissions_of(Role.ADMIN) == asked_for()


def test_least_privilege() -> None:
    assert not any(p.startswith("contacts.") for p in permissions_of(Role.SECURITY_OFFICER))
    assert permissions_of(Role.AUTOMATION) == {"contacts.read"}
    assert {role for role in Role if "audit.export" in permissions_of(role)} == {
        Role.ADMIN,
        Role.SECURITY_OFFICER,
    }
    assert {role for role in Role if "contacts.erase" in permissions_of(role)} == {Role.ADMIN}
