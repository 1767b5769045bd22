"""Teams: made, moved, filled; and whose records somebody sees through them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from uuid import UUID

from identity.errors import (
    PermissionEscalationError,
    TeamHasTeamsError,
    TeamMemberNotFoundError,
    TeamNotFoundError,
    TeamViewTooLargeError,
    TooManyTeamsError,
)
from identity.teams import events, store
from identity.teams.model import MOST_SEEN, MOST_TEAMS, Member, Placement, Team, check_place, checked_name
from kit import etag, paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.errors import InvalidInput, NotFound
from kit.ids import new_id
from kit.paging import Pages

FIRST = UUID(int=0)
FIELDS = ("name", "parent_id")
MemberPage = tuple[list[Member], str]
IsUser = Callable[[Transaction, UUID], Awaitable[bool]]


class Teams:
    def __init__(self, *, db: Database, is_user: IsUser, pages: Pages, clock: Clock) -> None:
        self._db = db
        self._is_user = is_user
        self._pages = pages
        self._clock = clock

    async def seen_by(self, tx: Transaction, workspace_id: UUID, user_id: UUID) -> frozenset[UUID]:
        """The people of the user's teams and of the teams below, and the user."""
        return await store.seen_by(tx, workspace_id, user_id) | {user_id}

    async def list(self, caller: Caller, page_size: int, page_token: str) -> tuple[list[Team], str]:
        """A page of the teams, oldest first, and the token of the next."""
        filters, size = ("teams", caller.workspace_id), paging.size(page_size)
        position = self._pages.decode(page_token, filters)
        async with self._db.transaction(caller) as tx:
            found = await store.page(tx, UUID(position[0]) if position else FIRST, size + 1)
        token = self._pages.encode(filters, str(found[size - 1].team_id)) if len(found) > size else ""
        return found[:size], token

    async def get(self, caller: Caller, team_id: UUID) -> Team:
        """Raises TeamNotFoundError."""
        async with self._db.transaction(caller) as tx:
            return await self._get(tx, team_id)

    async def create(self, caller: Caller, asked: Placement, request_id: str) -> Team:
        """A team without people, at the top or below another."""
        now = self._clock.now()
        team = Team(new_id(), checked_name(asked.name), asked.parent_id, version=1, create_time=now, update_time=now)
        async with self._db.transaction(caller) as tx:
            if known := await tx.replayed(request_id):
                return await self._get(tx, UUID(known))
            await tx.alone_with("teams")
            parents = await store.parents(tx)
            if len(parents) >= MOST_TEAMS:
                raise TooManyTeamsError(metadata={"limit": str(MOST_TEAMS)})
            check_place(parents, team.team_id, team.parent_id)
            await store.add(tx, caller.workspace_id, team)
            self._record(tx, team.team_id, FIELDS, after=place(team))
            await tx.remember(request_id, str(team.team_id))
        return team

    async def update(
        self, caller: Caller, team_id: UUID, asked: Placement, changed: Sequence[str], expected: str
    ) -> Team:
        """Renames a team, or moves it with all below it. Raises for a circle, however many move at once."""
        if set(changed) - set(FIELDS):
            raise InvalidInput("A team has the fields name and parent_id to change.", field="update_mask")
        async with self._db.transaction(caller) as tx:
            await tx.alone_with("teams")
            before = await self._get(tx, team_id)
            etag.check(expected, before.version)
            after = replace(before, version=before.version + 1, update_time=self._clock.now())
            if "name" in changed:
                after = replace(after, name=checked_name(asked.name))
            if "parent_id" in changed:
                after = replace(after, parent_id=asked.parent_id)
            moved = after.parent_id != before.parent_id
            if moved:
                check_sees_everyone(caller)
                check_place(await store.parents(tx), team_id, after.parent_id)
            await store.update(tx, after)
            if moved:
                await self._check_views(tx, team_id, "team.parent_id")
            self._record(tx, team_id, sorted(changed), before=place(before), after=place(after))
        return after

    async def delete(self, caller: Caller, team_id: UUID, expected: str) -> None:
        """Removes a team that has none below, and its memberships with it."""
        async with self._db.transaction(caller) as tx:
            await tx.alone_with("teams")
            team = await self._get(tx, team_id)
            etag.check(expected, team.version)
            if team_id in (await store.parents(tx)).values():
                raise TeamHasTeamsError
            left = await store.remove(tx, team_id)
            self._record(tx, team_id, before=[*place(team), *(f"member:{user_id}" for user_id in left)])

    async def members(self, caller: Caller, team_id: UUID, page_size: int, page_token: str) -> MemberPage:
        """A page of who is in the team, and the token of the next."""
        filters, size = ("team members", caller.workspace_id, team_id), paging.size(page_size)
        position = self._pages.decode(page_token, filters)
        async with self._db.transaction(caller) as tx:
            await self._get(tx, team_id)
            found = await store.members_page(tx, team_id, UUID(position[0]) if position else FIRST, size + 1)
        token = self._pages.encode(filters, str(found[size - 1].user_id)) if len(found) > size else ""
        return found[:size], token

    async def add_member(self, caller: Caller, team_id: UUID, user_id: UUID) -> Member:
        """Adds a person; who is in the team already stays so."""
        check_sees_everyone(caller)
        async with self._db.transaction(caller) as tx:
            await tx.alone_with("teams")
            await self._get(tx, team_id)
            if not await self._is_user(tx, user_id):
                raise NotFound("There is nobody by this id. GET /api/v1/users lists the people there are.")
            if await store.add_member(tx, caller.workspace_id, team_id, user_id, self._clock.now()):
                await self._check_views(tx, team_id, "user_id")
                self._record(tx, team_id, ["members"], after=[f"member:{user_id}"], about=[str(user_id)])
            found = await store.member(tx, team_id, user_id)
        if found is None:
            raise TeamMemberNotFoundError
        return found

    async def remove_member(self, caller: Caller, team_id: UUID, user_id: UUID) -> None:
        """Takes a person out. Raises TeamMemberNotFoundError."""
        async with self._db.transaction(caller) as tx:
            await tx.alone_with("teams")
            await self._get(tx, team_id)
            if not await store.remove_member(tx, team_id, user_id):
                raise TeamMemberNotFoundError
            self._record(tx, team_id, ["members"], before=[f"member:{user_id}"], about=[str(user_id)])

    async def _check_views(self, tx: Transaction, team_id: UUID, field: str) -> None:
        """Nobody may come to see more people than a principal carries, whatever role they have or will be given."""
        if await store.seats(tx) > MOST_SEEN and await store.largest_view(tx, team_id) > MOST_SEEN:
            raise TeamViewTooLargeError(field=field, metadata={"limit": str(MOST_SEEN)})

    async def _get(self, tx: Transaction, team_id: UUID) -> Team:
        team = await store.get(tx, team_id)
        if team is None:
            raise TeamNotFoundError
        return team

    def _record(
        self,
        tx: Transaction,
        team_id: UUID,
        fields: Sequence[str] = (),
        *,
        before: Sequence[str] = (),
        after: Sequence[str] = (),
        about: Sequence[str] = (),
    ) -> None:
        tx.publish(events.TEAM_CHANGED, events.team_changed(team_id), str(team_id))
        tx.audit("team", [str(team_id), *about], fields, before=before, after=after)


def check_sees_everyone(caller: Caller) -> None:
    """Who sees the records of some only would widen that by moving people about."""
    if caller.owner_ids is not None:
        raise PermissionEscalationError(metadata={"visibility": "ALL"})


def place(team: Team) -> tuple[str, ...]:
    """Where a team stands, as the audit log says it."""
    return (f"parent:{team.parent_id}",) if team.parent_id else ()
