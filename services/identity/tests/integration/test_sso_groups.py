"""Roles that follow a provider's groups: at every sign-in, for whom it added, never past the last administrator."""

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from simulators.sso_world import World, administrator, someone

from identity.errors import PermissionEscalationError
from identity.roles.model import Role
from identity.sessions.model import Opened
from identity.sso.errors import SsoRoleMissingError
from identity.sso.model import RoleRule
from kit.testing.callers import make_caller

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

RULES = (RoleRule("owners", "ADMIN"), RoleRule("clinic", "PROVIDER"))


async def follow(world: World, *, default_role: str = "STAFF") -> None:
    await world.change(role_claim="groups", role_rules=RULES, default_role=default_role, follow_roles=True)


def role(opened: Opened) -> str:
    return opened.signed_in.user.role


async def test_the_role_follows_at_every_sign_in_and_everywhere(world: World, house: "House") -> None:
    await follow(world)
    await house.add_user(role=Role.ADMIN)
    ada = someone(groups=["owners"])
    world.provider.userinfo = {"sub": ada["sub"]}
    first = await world.opened(**ada)
    user_id = first.signed_in.user.user_id
    assert role(first) == "ADMIN"
    for groups, expected in ((["clinic"], "PROVIDER"), ([], "STAFF"), (None, "STAFF"), (["owners"], "ADMIN")):
        assert role(await world.opened(**ada | {"groups": groups})) == expected
        # The session of before may do no more than the role of now.
        vouched = await house.cases.sessions.exchange(first.session)
        assert ("sso.write" in vouched.grants.permissions) is (expected == "ADMIN")
    changes = await house.entries("user.role_changed", str(user_id))
    assert [(*each.before, *each.after) for each in changes] == [
        ("ADMIN", "PROVIDER"),
        ("PROVIDER", "STAFF"),
        ("STAFF", "ADMIN"),
    ]
    assert len(await house.events("cfu.identity.v1.user.role_changed", user_id)) == 3


async def test_unless_it_is_to_follow_the_role_stays(world: World, house: "House") -> None:
    await world.change(role_claim="groups", role_rules=RULES)
    ada = someone(groups=["clinic"])
    await world.opened(**ada)
    assert role(await world.opened(**ada | {"groups": ["owners"]})) == "PROVIDER"


async def test_who_linked_an_account_keeps_its_role(world: World, house: "House") -> None:
    await follow(world)
    user_id, email = await house.add_user(role=Role.MANAGER)
    caller = make_caller(world.registered.workspace_id, actor_id=str(user_id))
    user = await house.cases.users.get(caller, user_id)
    ada = someone(email=email, groups=["owners"])
    await world.link(house.database, user, **ada)
    assert role(await world.opened(**ada)) == "MANAGER"


async def test_who_has_no_role_any_more_gets_no_session(world: World, house: "House") -> None:
    await follow(world, default_role="")
    ada = someone(groups=["clinic"])
    opened = await world.opened(**ada)
    with pytest.raises(SsoRoleMissingError):
        await world.sign_in(**ada | {"groups": ["strangers"]})
    assert await stored_role(house, opened.signed_in.user.user_id) == "PROVIDER"


async def test_the_last_administrator_stays_one(world: World, house: "House") -> None:
    await follow(world)
    ada = someone(groups=["owners"])
    opened = await world.opened(**ada)
    user_id = opened.signed_in.user.user_id
    others = "role = 'ADMIN' AND workspace_id = $1 AND user_id <> $2"
    away = f"UPDATE users SET state = 'DISABLED' WHERE state = 'ACTIVE' AND {others} RETURNING user_id"
    held = [row["user_id"] for row in await house.superuser.fetch(away, world.registered.workspace_id, user_id)]
    try:
        assert role(await world.opened(**ada | {"groups": ["clinic"]})) == "ADMIN"
        (entry,) = await house.entries("user.role_changed", str(user_id))
        assert (entry.outcome, list(entry.before), list(entry.after)) == ("LAST_ADMIN", ["ADMIN"], ["PROVIDER"])
        assert await stored_role(house, user_id) == "ADMIN"
    finally:
        await house.superuser.execute("UPDATE users SET state = 'ACTIVE' WHERE user_id = any($1)", held)


async def test_who_keeps_the_way_in_open_stays_an_administrator(world: World, house: "House") -> None:
    await follow(world)
    await house.add_user(role=Role.ADMIN)
    ada = someone(groups=["owners"])
    user_id = (await world.opened(**ada)).signed_in.user.user_id
    caller = administrator(world.registered.workspace_id)
    await world.cases.providers.set_policy(caller, True, frozenset({user_id}))
    assert role(await world.opened(**ada | {"groups": ["clinic"]})) == "ADMIN"
    (entry,) = await house.entries("user.role_changed", str(user_id))
    assert entry.outcome == "SSO_POLICY_LOCKOUT"
    assert await stored_role(house, user_id) == "ADMIN"


async def test_nobody_switches_on_a_mapping_that_gives_more_than_they_may(world: World) -> None:
    await world.change(role_claim="groups", role_rules=RULES)
    weak = make_caller(world.registered.workspace_id, permissions=frozenset({"sso.write"}))
    with pytest.raises(PermissionEscalationError):
        await world.cases.providers.update(
            weak, world.registered.provider_id, lambda terms: terms, ["follow_roles"], ""
        )


async def stored_role(house: "House", user_id: UUID) -> str:
    found: str = await house.superuser.fetchval("SELECT role FROM users WHERE user_id = $1", user_id)
    return found
