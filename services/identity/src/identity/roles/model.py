"""What a role lets someone do and see. Permissions and fields are named where they are asked for, in the contracts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from identity.errors import PermissionEscalationError
from kit.caller import Caller

MOST_CUSTOM_ROLES = 200
LONGEST_NAME = 100


class Role(StrEnum):
    """The roles every workspace has. A role id is one of these names, or the id of a role of the workspace's own."""

    ADMIN = "ADMIN"
    MANAGER = "MANAGER"
    STAFF = "STAFF"
    PROVIDER = "PROVIDER"
    SECURITY_OFFICER = "SECURITY_OFFICER"
    AUTOMATION = "AUTOMATION"


# Least privilege: the security officer watches and sees no patient; machines read and change nothing.
# ADMIN is not listed: an administrator may do whatever the contracts name, or nobody could give it to anyone.
PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.MANAGER: frozenset(
        {"contacts.read", "contacts.write", "contacts.import", "users.read", "teams.write", "break_glass.use"}
    ),
    Role.STAFF: frozenset({"contacts.read", "contacts.write", "users.read"}),
    Role.PROVIDER: frozenset({"contacts.read", "users.read", "break_glass.use"}),
    Role.SECURITY_OFFICER: frozenset(
        {"users.read", "sign_ins.read", "audit.read", "audit.export", "agreements.read", "break_glass.review"}
    ),
    Role.AUTOMATION: frozenset({"contacts.read"}),
}


class Visibility(StrEnum):
    """Whose records a role sees: everyone's, those of the own teams and the teams below, the own."""

    ALL = "ALL"
    TEAM = "TEAM"
    OWN = "OWN"


class FieldAccess(StrEnum):
    HIDDEN = "HIDDEN"
    READ_ONLY = "READ_ONLY"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every permission, and every field a role may be kept from, as the contracts name them."""

    permissions: frozenset[str]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role allows. Fields are `contact.phone`."""

    permissions: frozenset[str] = frozenset()
    visibility: Visibility = Visibility.ALL
    hidden_fields: frozenset[str] = frozenset()
    read_only_fields: frozenset[str] = frozenset()

    @property
    def codes(self) -> list[str]:
        """What the audit log says of them."""
        return [
            f"visibility:{self.visibility}",
            *sorted(self.permissions),
            *(f"{field}:{FieldAccess.HIDDEN}" for field in sorted(self.hidden_fields)),
            *(f"{field}:{FieldAccess.READ_ONLY}" for field in sorted(self.read_only_fields)),
        ]


# A role that is gone lets nobody do or see anything.
NOTHING = Rights(visibility=Visibility.OWN)


@dataclass(frozen=True, slots=True)
class DefinedRole:
    """A role with its id; `version`, `create_time` and `update_time` are those of a custom role."""

    role_id: str
    name: str
    rights: Rights
    version: int = 0
    create_time: datetime | None = None
    update_time: datetime | None = None

    @property
    def built_in(self) -> bool:
        return self.role_id in set(Role)


@dataclass(frozen=True, slots=True)
class Grants:
    """What a principal may do and see. Fields are `contact.phone`; `owner_ids` None means the records of everyone,
    `contact_limit` None that the workspace may have as many contacts as there are.

    `break_glass_grant_id` is the emergency it acts under, when it does, until `break_glass_expire_time`.
    """

    permissions: frozenset[str]
    hidden_fields: frozenset[str] = frozenset()
    read_only_fields: frozenset[str] = frozenset()
    owner_ids: frozenset[UUID] | None = None
    features: frozenset[str] = frozenset()
    contact_limit: int | None = None
    break_glass_grant_id: str = ""
    break_glass_expire_time: datetime | None = None


def built_in_roles(every_permission: frozenset[str]) -> Iterator[DefinedRole]:
    for role in Role:
        permissions = every_permission if role is Role.ADMIN else PERMISSIONS[role]
        yield DefinedRole(role.value, role.value, Rights(permissions))


def check_within(rights: Rights, caller: Caller | Grants) -> None:
    """Nobody makes or gives a role that may do, or lets see, more than they may themselves."""
    beyond = sorted(rights.permissions - caller.permissions)
    if beyond:
        raise PermissionEscalationError(metadata={"permission": beyond[0]})
    shown = caller.hidden_fields - rights.hidden_fields
    changed = caller.read_only_fields - rights.hidden_fields - rights.read_only_fields
    if shown or changed:
        raise PermissionEscalationError(metadata={"field": min(shown | changed)})
    if caller.owner_ids is not None and rights.visibility is not Visibility.OWN:
        raise PermissionEscalationError(metadata={"visibility": rights.visibility})


def actor_kind_of(role: str) -> str:
    """What the audit log calls a person of this role: a machine is marked as one."""
    return "agent" if role == Role.AUTOMATION else "user"
