"""Roles of a workspace's own on a real database: made, given, in force, recorded, removed."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from identity.errors import (
    PermissionEscalationError,
    RoleBuiltInError,
    RoleInUseError,
    RoleNameTakenError,
    RoleNotFoundError,
    TooManyRolesError,
    UnknownRoleError,
)
from identity.roles import service
from identity.roles.definition import Definition
from identity.roles.model import DefinedRole, FieldAccess, Role, Visibility
from identity.workspaces.model import WorkspaceKind
from kit import catalogue, etag
from kit.caller import Caller
from kit.errors import FeatureUnavailable, Stale
from kit.testing.callers import make_caller

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House


def admin(house: "House", kind: WorkspaceKind = WorkspaceKind.PRODUCTION, **changes: Any) -> Caller:
    values = {
        "permissions": frozenset(catalogue.permissions()),
        "features": frozenset({"teams", "field_permissions"}),
        "action": "role.tried",
    }
    return make_caller(house.workspaces[kind], **(values | changes))


def definition(**changes: Any) -> Definition:
    values = {
        "name": f"Desk {uuid4().hex}",
        "permissions": ("contacts.read",),
        "visibility": Visibility.ALL,
        "fields": (),
    }
    return Definition(**(values | changes))


async def made(house: "House", caller: Caller, **changes: Any) -> DefinedRole:
    return await house.cases.roles.create(caller, definition(**changes), "")


async def give(house: "House", user_id: UUID, role_id: str) -> None:
    await house.superuser.execute("UPDATE users SET role = $2 WHERE user_id = $1", user_id, role_id)


async def test_a_role_is_made_and_listed_behind_those_every_workspace_has(house: "House") -> None:
    caller = admin(house)
    role = await made(house, caller, fields=(("contact.phone", FieldAccess.HIDDEN),))
    listed = await house.cases.roles.list(caller)
    assert [each.role_id for each in listed][: len(Role)] == list(Role)
    assert role in listed
    assert await house.cases.roles.get(caller, role.role_id) == role
    assert (await house.cases.roles.get(caller, "STAFF")).built_in


async def test_a_role_is_seen_in_its_own_workspace_only(house: "House") -> None:
    role = await made(house, admin(house))
    stranger = admin(house, WorkspaceKind.SANDBOX)
    assert role.role_id not in {each.role_id for each in await house.cases.roles.list(stranger)}
    with pytest.raises(RoleNotFoundError):
        await house.cases.roles.get(stranger, role.role_id)
    with pytest.raises(RoleNotFoundError):
        await house.cases.roles.delete(stranger, role.role_id, "")


async def test_a_role_of_another_workspace_grants_nothing(house: "House") -> None:
    role = await made(house, admin(house, WorkspaceKind.SANDBOX))
    user_id, email = await house.add_user(WorkspaceKind.PRODUCTION)
    opened = await house.sign_in(email)
    await give(house, user_id, role.role_id)
    grants = (await house.cases.sessions.exchange(opened.session)).grants
    assert (grants.permissions, grants.owner_ids) == (frozenset(), frozenset({user_id}))


async def test_a_change_is_in_force_with_the_next_exchange_and_recorded_with_before_and_after(house: "House") -> None:
    caller = admin(house)
    role = await made(house, caller)
    user_id, email = await house.add_user()
    opened = await house.sign_in(email)
    await give(house, user_id, role.role_id)
    assert (await house.cases.sessions.exchange(opened.session)).grants.permissions == {"contacts.read"}
    asked = definition(
        permissions=("users.read",), visibility=Visibility.OWN, fields=(("contact.phone", FieldAccess.READ_ONLY),)
    )
    changed = ["permissions", "visibility", "field_permissions"]
    await house.cases.roles.update(replace(caller, action="role.updated"), role.role_id, asked, changed, "")
    grants = (await house.cases.sessions.exchange(opened.session)).grants
    assert grants.permissions == frozenset({"users.read"})
    assert grants.read_only_fields == frozenset({"contact.phone"})
    assert grants.owner_ids == frozenset({user_id})
    (entry,) = await house.entries("role.updated", caller.actor_id)
    assert list(entry.before) == ["visibility:ALL", "contacts.read"]
    assert list(entry.after) == ["visibility:OWN", "users.read", "contact.phone:READ_ONLY"]
    assert len(await house.events("cfu.identity.v1.role.changed", UUID(role.role_id))) == 1


async def test_names_are_of_their_own_whatever_their_letters(house: "House") -> None:
    caller = admin(house)
    role = await made(house, caller)
    with pytest.raises(RoleNameTakenError):
        await made(house, caller, name=role.name.upper())
    other = await made(house, caller)
    with pytest.raises(RoleNameTakenError):
        await house.cases.roles.update(caller, other.role_id, definition(name=role.name), ["name"], "")
    await made(house, admin(house, WorkspaceKind.SANDBOX), name=role.name)


async def test_a_retry_makes_one_role(house: "House") -> None:
    caller, asked = admin(house), definition()
    first = await house.cases.roles.create(caller, asked, "retry-1")
    assert await house.cases.roles.create(caller, asked, "retry-1") == first


async def test_made_at_once_there_are_no_more_roles_than_a_workspace_may_have(
    house: "House", monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = admin(house)
    own = sum(not role.built_in for role in await house.cases.roles.list(caller))
    monkeypatch.setattr(service, "MOST_CUSTOM_ROLES", own + 1)
    done = await asyncio.gather(*(made(house, caller) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(each, TooManyRolesError) for each in done) == 5, done


async def test_roles_that_every_workspace_has_do_not_change(house: "House") -> None:
    for role in Role:
        with pytest.raises(RoleBuiltInError):
            await house.cases.roles.update(admin(house), role, definition(), ["permissions"], "")
        with pytest.raises(RoleBuiltInError):
            await house.cases.roles.delete(admin(house), role, "")


async def test_a_stale_change_is_refused(house: "House") -> None:
    caller = admin(house)
    role = await made(house, caller)
    with pytest.raises(Stale):
        await house.cases.roles.update(caller, role.role_id, definition(), ["name"], etag.of(role.version + 1))
    with pytest.raises(Stale):
        await house.cases.roles.delete(caller, role.role_id, etag.of(role.version + 1))


async def test_parallel_changes_under_one_etag_win_once(house: "House") -> None:
    caller = admin(house)
    role = await made(house, caller)
    changes = (
        house.cases.roles.update(caller, role.role_id, definition(), ["name"], etag.of(role.version)) for _ in range(8)
    )
    outcomes = await asyncio.gather(*changes, return_exceptions=True)
    assert sum(isinstance(each, DefinedRole) for each in outcomes) == 1
    assert sum(isinstance(each, Stale) for each in outcomes) == 7


async def test_nobody_makes_a_role_above_themselves(house: "House") -> None:
    limited = admin(house, permissions=frozenset({"roles.write", "contacts.read"}))
    role = await made(house, limited)
    with pytest.raises(PermissionEscalationError):
        await made(house, limited, permissions=("audit.read",))
    with pytest.raises(PermissionEscalationError):
        await house.cases.roles.update(
            limited, role.role_id, definition(permissions=("audit.read",)), ["permissions"], ""
        )


async def test_a_plan_without_the_feature_takes_no_field_permission(house: "House") -> None:
    with pytest.raises(FeatureUnavailable):
        await made(house, admin(house, features=frozenset()), fields=(("contact.phone", FieldAccess.HIDDEN),))
    with pytest.raises(FeatureUnavailable):
        await made(house, admin(house, features=frozenset()), visibility=Visibility.TEAM)


async def test_who_may_give_which_role(house: "House") -> None:
    caller, database = admin(house), house.database
    role = await made(house, caller, permissions=("audit.read",))
    limited = admin(house, permissions=frozenset({"users.write", "contacts.read"}))
    async with database.transaction(caller) as tx:
        for role_id in (role.role_id, "ADMIN", "STAFF"):
            await house.cases.roles.check_assignable(tx, caller, role_id)
        await house.cases.roles.check_assignable(tx, limited, "AUTOMATION")
        for role_id in (role.role_id, "ADMIN", "STAFF"):
            with pytest.raises(PermissionEscalationError):
                await house.cases.roles.check_assignable(tx, limited, role_id)
        for role_id in (str(uuid4()), "", "staff"):
            with pytest.raises(UnknownRoleError):
                await house.cases.roles.check_assignable(tx, caller, role_id)


async def test_a_role_that_somebody_has_stays(house: "House") -> None:
    caller = replace(admin(house), action="role.deleted")
    role = await made(house, caller)
    user_id, _ = await house.add_user()
    await give(house, user_id, role.role_id)
    with pytest.raises(RoleInUseError):
        await house.cases.roles.delete(caller, role.role_id, "")
    await give(house, user_id, "STAFF")
    await house.cases.roles.delete(caller, role.role_id, etag.of(role.version))
    with pytest.raises(RoleNotFoundError):
        await house.cases.roles.get(caller, role.role_id)
    (entry,) = [each for each in await house.entries("role.deleted", caller.actor_id) if each.before]
    assert list(entry.before) == ["visibility:ALL", "contacts.read"]


async def test_a_role_is_not_removed_while_it_is_being_given(house: "House") -> None:
    caller = admin(house)
    role = await made(house, caller)
    user_id, _ = await house.add_user()
    async with house.database.transaction(caller) as tx:
        await house.cases.roles.check_assignable(tx, caller, role.role_id)
        removing = asyncio.create_task(house.cases.roles.delete(caller, role.role_id, ""))
        ended, _ = await asyncio.wait({removing}, timeout=0.3)
        assert not ended
        await give(house, user_id, role.role_id)
    with pytest.raises(RoleInUseError):
        await removing


async def test_an_assignment_is_told_and_recorded(house: "House") -> None:
    caller = admin(house)
    user_id, _ = await house.add_user()
    async with house.database.transaction(caller) as tx:
        house.cases.roles.record_assignment(tx, caller, user_id, "STAFF", "MANAGER")
    (entry,) = await house.entries("user.role_changed", caller.actor_id)
    assert (list(entry.before), list(entry.after)) == (["STAFF"], ["MANAGER"])
    assert len(await house.events("cfu.identity.v1.user.role_changed", user_id)) == 1
