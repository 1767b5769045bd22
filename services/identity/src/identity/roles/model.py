"""Which role may do what. Permissions are named where they are asked for, in the contracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    ADMIN = "ADMIN"
    MANAGER = "MANAGER"
    STAFF = "STAFF"
    PROVIDER = "PROVIDER"
    SECURITY_OFFICER = "SECURITY_OFFICER"
    AUTOMATION = "AUTOMATION"


# Least privilege: the security officer watches and sees no patient; machines read and change nothing.
PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.ADMIN: frozenset(
        {
            "contacts.read",
            "contacts.write",
            "contacts.import",
            "contacts.erase",
            "properties.write",
            "users.read",
            "audit.read",
            "audit.export",
            "agreements.read",
            "agreements.write",
        }
    ),
    Role.MANAGER: frozenset({"contacts.read", "contacts.write", "contacts.import", "users.read"}),
    Role.STAFF: frozenset({"contacts.read", "contacts.write", "users.read"}),
    Role.PROVIDER: frozenset({"contacts.read", "users.read"}),
    Role.SECURITY_OFFICER: frozenset({"users.read", "audit.read", "audit.export", "agreements.read"}),
    Role.AUTOMATION: frozenset({"contacts.read"}),
}


@dataclass(frozen=True, slots=True)
class Grants:
    """What a principal may do and see. Fields are `contact.phone`; `owner_ids` None means the records of everyone."""

    permissions: frozenset[str]
    hidden_fields: frozenset[str] = frozenset()
    read_only_fields: frozenset[str] = frozenset()
    owner_ids: frozenset[UUID] | None = None
    features: frozenset[str] = frozenset()


def permissions_of(role: Role) -> frozenset[str]:
    return PERMISSIONS[role]


def actor_kind_of(role: Role) -> str:
    """What the audit log calls a person of this role: a machine is marked as one."""
    return "agent" if role is Role.AUTOMATION else "user"
