"""Roles grant what the contracts name, no more than is needed, and nobody gives more than they hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.errors import (
    PermissionEscalationError,
    RoleNameTakenError,
    UnknownFieldError,
    UnknownPermissionError,
)
from identity.roles.definition import FIELDS, Definition, check_features, defined
from identity.roles.model import (
    PERMISSIONS,
    Catalogue,
    DefinedRole,
    FieldAccess,
    Rights,
    Role,
    Visibility,
    built_in_roles,
    check_within,
)
from kit import catalogue
from kit.errors import FeatureUnavailable, InvalidInput
from kit.testing.callers import make_caller

EVERY = frozenset(catalogue.permissions())
KNOWN = Catalogue(EVERY, frozenset(catalogue.fields()))
BUILT_IN = {role.role_id: role.rights.permissions for role in built_in_roles(EVERY)}
NEW = DefinedRole("new", "", Rights())
ADMIN = make_caller(permissions=EVERY, features=frozenset({"teams", "field_permissions"}))


def definition(**changes: Any) -> Definition:
    values = {"name": "Front desk", "permissions": ("contacts.read",), "visibility": Visibility.ALL, "fields": ()}
    return Definition(**(values | changes))


def test_the_catalogue_names_what_methods_ask_for() -> None:
    assert "crm.v1.ContactService/GetContact" in catalogue.permissions()["contacts.read"]
    assert "identity.v1.RoleService/CreateRole" in catalogue.permissions()["roles.write"]
    assert catalogue.fields()["contact.phone"]
    assert not catalogue.fields()["contact.lifecycle"]
    assert not {"contact.contact_id", "contact.etag"} & set(catalogue.fields())


def test_roles_grant_only_what_exists_and_every_permission_is_granted_by_one() -> None:
    assert set(BUILT_IN) == set(Role)
    assert set[str]().union(*BUILT_IN.values()) == EVERY


def test_an_administrator_may_give_every_role() -> None:
    for role in built_in_roles(EVERY):
        check_within(role.rights, ADMIN)


def test_least_privilege() -> None:
    assert not any(p.startswith("contacts.") for p in BUILT_IN["SECURITY_OFFICER"])
    assert BUILT_IN["AUTOMATION"] == {"contacts.read"}
    assert {role for role in Role if "audit.export" in BUILT_IN[role]} == {Role.ADMIN, Role.SECURITY_OFFICER}
    for permission in ("contacts.erase", "roles.write"):
        assert {role for role in Role if permission in BUILT_IN[role]} == {Role.ADMIN}


def test_a_role_is_what_was_asked_for() -> None:
    fields = (("contact.phone", FieldAccess.HIDDEN), ("contact.email", FieldAccess.READ_ONLY))
    role = defined(NEW, definition(name="  Front desk ", fields=fields, visibility=Visibility.OWN), FIELDS, KNOWN)
    assert role.name == "Front desk"
    assert role.rights == Rights(
        frozenset({"contacts.read"}), Visibility.OWN, frozenset({"contact.phone"}), frozenset({"contact.email"})
    )
    assert role.rights.codes == ["visibility:OWN", "contacts.read", "contact.phone:HIDDEN", "contact.email:READ_ONLY"]


def test_a_change_leaves_what_it_does_not_name() -> None:
    before = defined(NEW, definition(fields=(("contact.phone", FieldAccess.HIDDEN),)), FIELDS, KNOWN)
    after = defined(before, definition(name="Desk", permissions=()), ["name"], KNOWN)
    assert (after.name, after.rights) == ("Desk", before.rights)
    assert not defined(before, definition(permissions=()), ["permissions"], KNOWN).rights.permissions
    assert not defined(before, definition(), ["field_permissions"], KNOWN).rights.hidden_fields


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, InvalidInput),
        ({"name": "x" * 101}, InvalidInput),
        ({"name": "a\x00b"}, InvalidInput),
        ({"name": "admin"}, RoleNameTakenError),
        ({"name": "Security Officer"}, RoleNameTakenError),
        ({"permissions": ("contacts.read", "contacts.everything")}, UnknownPermissionError),
        ({"permissions": ("*",)}, UnknownPermissionError),
        ({"fields": (("contact.nonsense", FieldAccess.HIDDEN),)}, UnknownFieldError),
        ({"fields": (("contact.contact_id", FieldAccess.HIDDEN),)}, UnknownFieldError),
        (
            {"fields": (("contact.phone", FieldAccess.HIDDEN), ("contact.phone", FieldAccess.READ_ONLY))},
            UnknownFieldError,
        ),
    ],
)
def test_what_no_role_may_be(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        defined(NEW, definition(**changes), FIELDS, KNOWN)


def test_a_mask_of_what_the_server_sets_is_refused() -> None:
    with pytest.raises(InvalidInput):
        defined(NEW, definition(), ["built_in"], KNOWN)


@given(st.frozensets(st.sampled_from(sorted(EVERY))), st.frozensets(st.sampled_from(sorted(EVERY))))
def test_nobody_gives_a_permission_they_lack(held: frozenset[str], given_away: frozenset[str]) -> None:
    caller = make_caller(permissions=held)
    if given_away <= held:
        check_within(Rights(given_away), caller)
    else:
        with pytest.raises(PermissionEscalationError):
            check_within(Rights(given_away), caller)


def test_nobody_lets_see_what_is_kept_from_them() -> None:
    blind = make_caller(hidden_fields=frozenset({"contact.phone"}), read_only_fields=frozenset({"contact.email"}))
    phone, email = frozenset({"contact.phone"}), frozenset({"contact.email"})
    check_within(Rights(hidden_fields=phone, read_only_fields=email), blind)
    check_within(Rights(hidden_fields=phone | email), blind)
    for rights in (Rights(), Rights(hidden_fields=phone), Rights(read_only_fields=phone | email)):
        with pytest.raises(PermissionEscalationError):
            check_within(rights, blind)


def test_nobody_lets_see_more_records_than_they_see() -> None:
    one_of_some = make_caller(owner_ids=frozenset())
    check_within(Rights(visibility=Visibility.OWN), one_of_some)
    for visibility in (Visibility.ALL, Visibility.TEAM):
        with pytest.raises(PermissionEscalationError):
            check_within(Rights(visibility=visibility), one_of_some)


def test_what_a_plan_has_not_cannot_be_added_and_can_be_taken_away() -> None:
    starter = make_caller()
    kept = Rights(visibility=Visibility.TEAM, hidden_fields=frozenset({"contact.phone"}))
    check_features(kept, kept, starter)
    check_features(kept, Rights(), starter)
    check_features(Rights(), kept, ADMIN)
    for wanted in (Rights(visibility=Visibility.TEAM), Rights(read_only_fields=frozenset({"contact.phone"}))):
        with pytest.raises(FeatureUnavailable):
            check_features(Rights(), wanted, starter)


def test_the_lists_hold_no_permission_that_only_an_administrator_needs() -> None:
    assert not {"roles.write", "users.write", "security.write"} & set[str]().union(*PERMISSIONS.values())
