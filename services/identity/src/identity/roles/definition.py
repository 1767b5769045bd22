"""What a role may be defined as: a name of its own, permissions and fields that exist."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from identity.errors import RoleNameTakenError, UnknownFieldError, UnknownPermissionError
from identity.roles.model import LONGEST_NAME, Catalogue, DefinedRole, FieldAccess, Rights, Role, Visibility
from kit.caller import Caller
from kit.errors import FeatureUnavailable, InvalidInput

FIELDS = ("name", "permissions", "visibility", "field_permissions")


@dataclass(frozen=True, slots=True)
class Definition:
    """What somebody says a role is; `fields` are pairs of `contact.phone` and what may be done with it."""

    name: str
    permissions: Sequence[str]
    visibility: Visibility
    fields: Sequence[tuple[str, FieldAccess]]


def defined(base: DefinedRole, asked: Definition, changed: Sequence[str], catalogue: Catalogue) -> DefinedRole:
    """`base` with what is asked in the fields `changed`. Raises for what no role may be."""
    unknown = set(changed) - set(FIELDS)
    if unknown:
        raise InvalidInput(f"A role has the fields {', '.join(FIELDS)} to change.", field="update_mask")
    rights, name = base.rights, base.name
    if "name" in changed:
        name = checked_name(asked.name)
    if "permissions" in changed:
        rights = replace(rights, permissions=checked_permissions(asked.permissions, catalogue))
    if "visibility" in changed:
        rights = replace(rights, visibility=asked.visibility)
    if "field_permissions" in changed:
        rights = with_fields(rights, asked.fields, catalogue)
    return replace(base, name=name, rights=rights)


def checked_name(name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"A role has a name of 1 to {LONGEST_NAME} characters.", field="role.name")
    if name.upper().replace(" ", "_") in set(Role):
        raise RoleNameTakenError(field="role.name")
    return name


def checked_permissions(permissions: Sequence[str], catalogue: Catalogue) -> frozenset[str]:
    if not catalogue.permissions.issuperset(permissions):
        raise UnknownPermissionError(field="role.permissions")
    return frozenset(permissions)


def with_fields(rights: Rights, fields: Sequence[tuple[str, FieldAccess]], catalogue: Catalogue) -> Rights:
    named = [field for field, _ in fields]
    if len(set(named)) < len(named) or not catalogue.fields.issuperset(named):
        raise UnknownFieldError(field="role.field_permissions")
    hidden = frozenset(field for field, access in fields if access is FieldAccess.HIDDEN)
    return replace(rights, hidden_fields=hidden, read_only_fields=frozenset(named) - hidden)


def check_features(before: Rights, after: Rights, caller: Caller) -> None:
    """What a workspace has given up stays in force and may be taken away; to add to it needs the feature."""
    if after.visibility is Visibility.TEAM and before.visibility is not Visibility.TEAM:
        need("teams", caller)
    had = before.hidden_fields | before.read_only_fields
    if (after.hidden_fields | after.read_only_fields) - had:
        need("field_permissions", caller)


def need(feature: str, caller: Caller) -> None:
    if feature not in caller.features:
        raise FeatureUnavailable(metadata={"feature": feature})
