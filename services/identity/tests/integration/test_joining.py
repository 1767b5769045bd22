"""Each way of joining changes the bill in its own transaction, before any round of the renewal comes by."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from simulators.sso_world import World, someone

from identity.invitations.model import Answer
from identity.invoices.model import total
from identity.roles.model import Role
from identity.users.model import NewUser
from identity.workspaces.model import WorkspaceKind
from kit.caller import for_service

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

PASSWORD = "quartz-lamp-7"
Join = Callable[["House", World, UUID], Awaitable[str]]


async def by_invitation(house: "House", _: World, __: UUID) -> str:
    admin, email = await house.member(Role.ADMIN, WorkspaceKind.PRODUCTION), f"{uuid4().hex}@practice.example"
    await house.cases.people.invitations.create(admin, email, Role.STAFF)
    answer = Answer("Grace Okafor", PASSWORD, "2026-11")
    accepted = await house.cases.people.acceptances.accept(
        house.edge(), await house.token(email), answer, house.origin()
    )
    return str(accepted.signed_in.user.user_id)


async def by_single_sign_on(_: "House", world: World, __: UUID) -> str:
    finished = await world.sign_in(**someone())
    assert finished.opened is not None
    return str(finished.opened.signed_in.user.user_id)


async def by_command(house: "House", _: World, workspace_id: UUID) -> str:
    new = NewUser(f"{uuid4().hex}@practice.example", "Ada", Role.STAFF, PASSWORD)
    return str(await house.cases.users.create(for_service("identity", workspace_id, "user.created"), new))


@pytest.mark.parametrize("join", [by_invitation, by_single_sign_on, by_command])
async def test_who_joins_is_billed_in_the_same_transaction(house: "House", world: World, join: Join) -> None:
    workspace_id = house.workspaces[WorkspaceKind.PRODUCTION]
    await by_command(house, world, workspace_id)
    # The term is over and its renewal did not come by: whoever joins finds it due.
    await house.superuser.execute(
        "UPDATE subscriptions SET term_start = $2, term_end = $2, settle_date = $2, seats = 1 WHERE workspace_id = $1",
        workspace_id,
        house.clock.now().date(),
    )
    made_before = len(await house.entries("invoice.created", "identity"))
    joined = await join(house, world, workspace_id)
    seats = await house.superuser.fetchval(
        "SELECT count(*) FROM users WHERE workspace_id = $1 AND state = 'ACTIVE'", workspace_id
    )
    caller = for_service("test", workspace_id, "subscription.read")
    standing = await house.cases.billing.subscriptions.get(caller)
    assert standing.subscription.cycle is not None
    assert (standing.subscription.cycle.seats, standing.seats) == (seats, seats)
    # The calendar's invoice is this service's act, and never that of who joined.
    assert len(await house.entries("invoice.created", "identity")) == made_before + 1
    assert await house.entries("invoice.created", joined) == []


async def test_who_joins_within_a_term_waits_for_the_next_invoice(house: "House", world: World) -> None:
    workspace_id = house.workspaces[WorkspaceKind.PRODUCTION]
    caller = for_service("test", workspace_id, "subscription.read")
    await by_command(house, world, workspace_id)
    before = await house.cases.billing.subscriptions.get(caller)
    await by_single_sign_on(house, world, workspace_id)
    after = await house.cases.billing.subscriptions.get(caller)
    assert 0 < total(after.waiting) - total(before.waiting) <= 75_00


async def test_signing_up_costs_nothing(house: "House") -> None:
    caller, _ = await house.signed_up()
    standing = await house.cases.billing.subscriptions.get(caller)
    assert (standing.seats, standing.subscription.cycle, standing.waiting) == (1, None, ())
