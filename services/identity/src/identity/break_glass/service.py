"""Opening the glass, ending it, looking at it afterwards. Every security officer is told in the same transaction."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from identity.break_glass import events, store
from identity.break_glass.model import LIFETIME, Grant, Outcome
from identity.break_glass.store import GrantStore
from identity.errors import (
    BreakGlassGrantNotFoundError,
    BreakGlassOpenError,
    BreakGlassReviewedError,
    OwnBreakGlassError,
)
from identity.mail.model import Letter
from identity.mail.service import Letters
from identity.users.store import UserStore
from kit import paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.ids import new_id
from kit.paging import Pages

RECORD_TYPE = "break_glass_grant"
REVIEW = "break_glass.review"
LAST = UUID(int=2**128 - 1)
SUBJECT = "Emergency access was opened"
TEXT = """\
{name} opened emergency access at {opened} (UTC). Until {ends} (UTC) they see every record and every field, and change
nothing. Every act is in the audit log under {grant_id}.

Please review it: it stays open until someone other than {name} has closed it, at {path}.
"""
PATH = "/api/v1/break-glass"


class BreakGlass:
    def __init__(
        self, *, db: Database, grants: GrantStore, users: UserStore, letters: Letters, pages: Pages, clock: Clock
    ) -> None:
        self._db = db
        self._grants = grants
        self._users = users
        self._letters = letters
        self._pages = pages
        self._clock = clock

    async def open(self, caller: Caller, reason: str, contact_id: UUID | None) -> Grant:
        """Gives the caller sight of everything for an hour. One opening at a time."""
        now, user_id = self._clock.now(), UUID(caller.actor_id)
        grant = Grant(new_id(), caller.workspace_id, user_id, reason, contact_id, now, now + LIFETIME)
        async with self._db.transaction(caller) as tx:
            if not await store.lock_user(tx, user_id):
                raise BreakGlassGrantNotFoundError
            if found := await store.grant_in_force(tx, user_id, now):
                raise BreakGlassOpenError(metadata={"grantId": str(found[0])})
            await self._grants.add(tx, grant)
            await self._alert(tx, grant)
            tx.publish(events.BREAK_GLASS_OPENED, events.break_glass_opened(grant), str(grant.grant_id))
            about = [str(contact_id)] if contact_id else []
            tx.audit(RECORD_TYPE, [str(grant.grant_id), *about])
        return grant

    async def list(
        self, caller: Caller, page_size: int, page_token: str, *, include_reviewed: bool
    ) -> tuple[list[Grant], str]:
        """A page of openings, newest first, and the token of the next: everybody's for a reviewer, else one's own."""
        mine = None if REVIEW in caller.permissions else UUID(caller.actor_id)
        filters = ("break_glass", caller.workspace_id, include_reviewed, str(mine))
        position = self._pages.decode(page_token, filters)
        size = paging.size(page_size)
        before = UUID(position[0]) if position else LAST
        async with self._db.transaction(caller) as tx:
            found = await self._grants.page(
                tx, caller.workspace_id, before, size + 1, include_reviewed=include_reviewed, user_id=mine
            )
        more = len(found) > size
        return found[:size], self._pages.encode(filters, str(found[size - 1].grant_id)) if more else ""

    async def end(self, caller: Caller, grant_id: UUID) -> None:
        """Ends an opening before its time: one's own, or a reviewer anybody's. It is reviewed all the same."""
        async with self._db.transaction(caller) as tx:
            grant = await self._locked(tx, grant_id)
            if str(grant.user_id) != caller.actor_id and REVIEW not in caller.permissions:
                raise BreakGlassGrantNotFoundError
            if await self._grants.end(tx, grant_id, self._clock.now()):
                tx.audit(RECORD_TYPE, [str(grant_id)], ["expire_time"])

    async def review(self, caller: Caller, grant_id: UUID, outcome: Outcome, note: str) -> Grant:
        """Closes the review of someone else's opening, once."""
        now = self._clock.now()
        async with self._db.transaction(caller) as tx:
            grant = await self._locked(tx, grant_id)
            if str(grant.user_id) in (caller.actor_id, caller.on_behalf_of):
                raise OwnBreakGlassError
            if grant.review_time is not None:
                raise BreakGlassReviewedError
            reviewed = replace(
                grant,
                outcome=outcome,
                note=note,
                reviewer_id=caller.actor_id,
                review_time=now,
                expire_time=min(grant.expire_time, now),
            )
            await self._grants.review(tx, reviewed)
            tx.audit(RECORD_TYPE, [str(grant_id)], ["outcome", "note"], reason=f"outcome: {outcome.value}")
        return reviewed

    async def _locked(self, tx: Transaction, grant_id: UUID) -> Grant:
        grant = await self._grants.lock(tx, grant_id)
        if grant is None:
            raise BreakGlassGrantNotFoundError
        return grant

    async def _alert(self, tx: Transaction, grant: Grant) -> None:
        """The reason stays out of the letter: in an emergency people write of patients."""
        user = await self._users.get(tx, grant.user_id)
        name = user.display_name if user else str(grant.user_id)
        text = TEXT.format(
            name=name,
            opened=minute(grant.create_time),
            ends=minute(grant.expire_time),
            grant_id=grant.grant_id,
            path=PATH,
        )
        for officer_id in await store.watchers(tx):
            officer = await self._users.get(tx, officer_id)
            if officer is not None:
                await self._letters.post(tx, grant.workspace_id, Letter(officer.email, SUBJECT, text))


def minute(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M")
