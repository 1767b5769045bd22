"""Teams on a real database: a tree under concurrency, people in it, and whose records they see."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from identity.errors import (
    PermissionEscalationError,
    TeamCycleError,
    TeamHasTeamsError,
    TeamMemberNotFoundError,
    TeamNameTakenError,
    TeamNotFoundError,
    TeamTooDeepError,
    TeamViewTooLargeError,
    UnknownTeamError,
)
from identity.teams.model import MOST_LEVELS, MOST_SEEN, Placement, Team
from identity.workspaces.model import WorkspaceKind
from kit import catalogue, etag
from kit.caller import Caller
from kit.db import DEPLOYMENT
from kit.errors import NotFound, Stale
from kit.testing.callers import make_caller

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House


def admin(house: "House", kind: WorkspaceKind = WorkspaceKind.PRODUCTION, **changes: Any) -> Caller:
    return make_caller(house.workspaces[kind], **({"permissions": frozenset(catalogue.permissions())} | changes))


async def made(house: "House", caller: Caller, parent: Team | None = None) -> Team:
    return await house.cases.teams.create(caller, Placement(uuid4().hex, parent.team_id if parent else None), "")


async def move(house: "House", caller: Caller, team: Team, parent: Team | None) -> Team:
    asked = Placement("", parent.team_id if parent else None)
    return await house.cases.teams.update(caller, team.team_id, asked, ["parent_id"], "")


async def joined(house: "House", caller: Caller, *teams: Team) -> UUID:
    user_id, _ = await house.add_user()
    for team in teams:
        await house.cases.teams.add_member(caller, team.team_id, user_id)
    return user_id


async def seen(house: "House", user_id: UUID) -> frozenset[UUID]:
    workspace_id = house.workspaces[WorkspaceKind.PRODUCTION]
    async with house.database.transaction(DEPLOYMENT) as tx:
        return await house.cases.teams.seen_by(tx, workspace_id, user_id)


async def test_who_sees_whom(house: "House") -> None:
    caller = admin(house)
    top = await made(house, caller)
    left, right = await made(house, caller, top), await made(house, caller, top)
    below = await made(house, caller, left)
    chief, one, other, deep = [await joined(house, caller, team) for team in (top, left, right, below)]
    both = await joined(house, caller, right, below)
    loner, _ = await house.add_user()
    assert await seen(house, chief) == {chief, one, other, deep, both}
    assert await seen(house, one) == {one, deep, both}
    assert await seen(house, other) == {other, both}
    assert await seen(house, both) == {other, deep, both}
    assert await seen(house, loner) == {loner}
    await move(house, caller, below, right)
    assert await seen(house, one) == {one}
    assert await seen(house, other) == {other, deep, both}
    await house.cases.teams.remove_member(caller, top.team_id, chief)
    assert await seen(house, chief) == {chief}


async def test_parallel_moves_never_close_a_circle(house: "House") -> None:
    caller = admin(house)
    for _ in range(5):
        ring = [await made(house, caller) for _ in range(4)]
        moves = [move(house, caller, ring[n], ring[(n + 1) % 4]) for n in range(4)]
        outcomes = await asyncio.gather(*moves, return_exceptions=True)
        assert sorted(type(each).__name__ for each in outcomes) == ["Team", "Team", "Team", "TeamCycleError"]


async def test_a_team_stands_nowhere_below_itself(house: "House") -> None:
    caller = admin(house)
    top = await made(house, caller)
    below = await made(house, caller, top)
    for parent in (top, below):
        with pytest.raises(TeamCycleError):
            await move(house, caller, top, parent)


async def test_levels_are_bounded(house: "House") -> None:
    caller, team = admin(house), None
    for _ in range(MOST_LEVELS):
        team = await made(house, caller, team)
    with pytest.raises(TeamTooDeepError):
        await made(house, caller, team)


async def test_a_team_is_seen_in_its_own_workspace_only(house: "House") -> None:
    team, stranger = await made(house, admin(house)), admin(house, WorkspaceKind.SANDBOX)
    with pytest.raises(TeamNotFoundError):
        await house.cases.teams.get(stranger, team.team_id)
    with pytest.raises(UnknownTeamError):
        await made(house, stranger, team)
    with pytest.raises(TeamNotFoundError):
        await house.cases.teams.add_member(stranger, team.team_id, (await house.add_user())[0])


async def test_nobody_of_another_workspace_joins(house: "House") -> None:
    caller = admin(house)
    team = await made(house, caller)
    elsewhere, _ = await house.add_user(WorkspaceKind.SANDBOX)
    for user_id in (elsewhere, uuid4()):
        with pytest.raises(NotFound):
            await house.cases.teams.add_member(caller, team.team_id, user_id)


async def test_joining_twice_is_joining_once_and_leaving_twice_is_refused(house: "House") -> None:
    caller = replace(admin(house), action="team.member_added")
    team = await made(house, caller)
    user_id = await joined(house, caller, team)
    again = await house.cases.teams.add_member(caller, team.team_id, user_id)
    members, token = await house.cases.teams.members(caller, team.team_id, 10, "")
    assert (members, token) == ([again], "")
    entries = [each for each in await house.entries("team.member_added", caller.actor_id) if "members" in each.fields]
    assert [(list(each.record_ids), list(each.after)) for each in entries] == [
        ([str(team.team_id), str(user_id)], [f"member:{user_id}"])
    ]
    await house.cases.teams.remove_member(caller, team.team_id, user_id)
    with pytest.raises(TeamMemberNotFoundError):
        await house.cases.teams.remove_member(caller, team.team_id, user_id)


async def test_a_team_with_teams_below_stays_and_an_empty_one_goes_with_its_people(house: "House") -> None:
    caller = replace(admin(house), action="team.deleted")
    top = await made(house, caller)
    below = await made(house, caller, top)
    user_id = await joined(house, caller, below)
    with pytest.raises(TeamHasTeamsError):
        await house.cases.teams.delete(caller, top.team_id, "")
    with pytest.raises(Stale):
        await house.cases.teams.delete(caller, below.team_id, etag.of(9))
    await house.cases.teams.delete(caller, below.team_id, etag.of(below.version))
    await house.cases.teams.delete(caller, top.team_id, "")
    entries = [each for each in await house.entries("team.deleted", caller.actor_id) if len(each.before) == 2]
    assert [list(each.before) for each in entries] == [[f"parent:{top.team_id}", f"member:{user_id}"]]


async def test_teams_are_paged_and_names_are_of_their_own(house: "House") -> None:
    caller = admin(house, WorkspaceKind.SANDBOX)
    made_here = [await made(house, caller) for _ in range(5)]
    token, found = "", []
    while True:
        teams, token = await house.cases.teams.list(caller, 2, token)
        found += teams
        if not token:
            break
    assert found[-5:] == made_here
    assert len(found) == len({each.team_id for each in found})
    with pytest.raises(TeamNameTakenError):
        await house.cases.teams.create(caller, Placement(made_here[0].name.upper()), "")


async def test_who_sees_some_only_moves_nobody(house: "House") -> None:
    team = await made(house, admin(house))
    user_id, _ = await house.add_user()
    limited = admin(house, owner_ids=frozenset({user_id}))
    with pytest.raises(PermissionEscalationError):
        await house.cases.teams.add_member(limited, team.team_id, user_id)
    with pytest.raises(PermissionEscalationError):
        await move(house, limited, team, await made(house, admin(house)))


async def test_nobody_comes_to_see_more_people_than_a_principal_carries(house: "House") -> None:
    caller = admin(house)
    top, full = await made(house, caller), await made(house, caller)
    below = await made(house, caller, full)
    await fill(house, below, MOST_SEEN - 1)
    viewer = await joined(house, caller, full)
    assert len(await seen(house, viewer)) == MOST_SEEN
    newcomer, _ = await house.add_user()
    for team in (below, full):
        with pytest.raises(TeamViewTooLargeError):
            await house.cases.teams.add_member(caller, team.team_id, newcomer)
    await move(house, caller, full, top)
    with pytest.raises(TeamViewTooLargeError):
        await house.cases.teams.add_member(caller, top.team_id, newcomer)
    await move(house, caller, full, None)
    await house.cases.teams.add_member(caller, top.team_id, newcomer)
    with pytest.raises(TeamViewTooLargeError):
        await move(house, caller, full, top)
    assert len(await seen(house, viewer)) == MOST_SEEN


async def fill(house: "House", team: Team, count: int) -> None:
    """People by the hundred, whose names nobody opens here."""
    workspace_id = house.workspaces[WorkspaceKind.PRODUCTION]
    users = [uuid4() for _ in range(count)]
    await house.superuser.execute(
        "INSERT INTO users (user_id, workspace_id, email_enc, email_bidx, display_name_enc, role, state, create_time)"
        " SELECT u, $2, 'v1.x', uuid_send(u), 'v1.x', 'STAFF', 'DISABLED', now() FROM unnest($1::uuid[]) AS u",
        users,
        workspace_id,
    )
    await house.superuser.execute(
        "INSERT INTO team_members (team_id, user_id, workspace_id, create_time)"
        " SELECT $1, u, $3, now() FROM unnest($2::uuid[]) AS u",
        team.team_id,
        users,
        workspace_id,
    )
