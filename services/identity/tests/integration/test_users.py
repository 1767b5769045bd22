"""People on a real database: sealed, unique, listed in their own workspace only."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from identity.errors import EmailTakenError, PasswordBreachedError, WorkspaceNotFoundError
from identity.roles.model import Role
from identity.users.model import NewUser
from identity.workspaces.model import WorkspaceKind
from kit.caller import for_service
from kit.errors import InvalidInput

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House


async def everyone(house: "House", workspace_id: UUID, size: int = 3) -> list[str]:
    caller, token, found = for_service("test", workspace_id, ""), "", []
    while True:
        users, token = await house.cases.users.list(caller, size, token)
        found += [user.email for user in users]
        if not token:
            return found


async def test_bootstrap_twice_and_at_once_makes_two_workspaces(house: "House") -> None:
    runs = await asyncio.gather(*(house.cases.workspaces.bootstrap() for _ in range(4)))
    assert all(run == house.workspaces for run in runs)
    assert set(house.workspaces) == set(WorkspaceKind)
    assert await house.superuser.fetchval("SELECT count(*) FROM workspaces WHERE deployment") == 2


async def test_address_and_name_are_sealed_and_come_back(house: "House") -> None:
    user_id, email = await house.add_user(name="Zoë Łuk")
    row = await house.superuser.fetchrow("SELECT * FROM users WHERE user_id = $1", user_id)
    assert row is not None
    assert email not in str(dict(row))
    assert "Zoë" not in str(dict(row))
    assert row["email_enc"].startswith("v1.")
    opened = await house.sign_in(email.upper())
    assert opened.signed_in.user.email == email
    assert opened.signed_in.user.display_name == "Zoë Łuk"


async def test_a_user_is_announced_and_recorded(house: "House") -> None:
    user_id, _ = await house.add_user(role=Role.MANAGER)
    (event,) = await house.events("cfu.identity.v1.user.created", user_id)
    assert event["workspace_id"] == house.workspaces[WorkspaceKind.PRODUCTION]
    assert [
        entry.record_ids[0]
        for entry in await house.entries("user.created", "identity")
        if entry.record_ids[0] == str(user_id)
    ] == [str(user_id)]


async def test_an_address_is_one_person_in_the_whole_deployment(house: "House") -> None:
    _, email = await house.add_user(WorkspaceKind.PRODUCTION)
    caller = for_service("identity", house.workspaces[WorkspaceKind.SANDBOX], "user.created")
    with pytest.raises(EmailTakenError) as refused:
        await house.cases.users.create(caller, NewUser(f"{email.upper()}", "Other", Role.STAFF, "quartz-lamp-8"))
    assert email not in str(refused.value)


async def test_a_weak_password_adds_nobody(house: "House") -> None:
    caller = for_service("identity", house.workspaces[WorkspaceKind.SANDBOX], "user.created")
    email = f"{uuid4().hex}@practice.example"
    with pytest.raises(PasswordBreachedError):
        await house.cases.users.create(caller, NewUser(email, "Other", Role.STAFF, "Password1"))
    assert email not in await everyone(house, house.workspaces[WorkspaceKind.SANDBOX])


async def test_a_workspace_that_is_not_there_takes_nobody(house: "House") -> None:
    with pytest.raises(WorkspaceNotFoundError):
        await house.cases.users.create(
            for_service("identity", uuid4(), ""), NewUser("a@practice.example", "Other", Role.STAFF, "quartz-lamp-8")
        )


async def test_a_list_holds_each_colleague_once_and_nobody_of_another_workspace(house: "House") -> None:
    here = [(await house.add_user(WorkspaceKind.SANDBOX))[1] for _ in range(7)]
    _, elsewhere = await house.add_user(WorkspaceKind.PRODUCTION)
    found = await everyone(house, house.workspaces[WorkspaceKind.SANDBOX])
    assert found[-7:] == here
    assert len(found) == len(set(found))
    assert elsewhere not in found


async def test_a_page_token_is_of_no_use_in_another_workspace(house: "House") -> None:
    for _ in range(2):
        await house.add_user(WorkspaceKind.SANDBOX)
    sandbox, production = (house.workspaces[kind] for kind in (WorkspaceKind.SANDBOX, WorkspaceKind.PRODUCTION))
    _, token = await house.cases.users.list(for_service("test", sandbox, ""), 1, "")
    assert token
    with pytest.raises(InvalidInput):
        await house.cases.users.list(for_service("test", production, ""), 1, token)
