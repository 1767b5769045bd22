"""Attempts to sign in: recorded in the transaction of what came of them, shown to whose they are, forgotten in time."""

import asyncio
from datetime import timedelta
from uuid import UUID

from identity.errors import UserNotFoundError
from identity.mail.notices import Notice, SecurityNotices
from identity.sign_in_history import store
from identity.sign_in_history.locations import Locations
from identity.sign_in_history.model import FAMILIAR_FOR, Attempt, Method, Place, SecondFactor
from identity.sign_in_history.store import SWEPT_AT_ONCE, AttemptStore
from identity.users.model import User
from identity.users.store import UserStore
from kit import paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.ids import new_id
from kit.paging import Pages

NOBODY = UUID(int=0)
NEWEST = UUID(int=2**128 - 1)
PAUSE_SECONDS = 3600.0


class SignInHistory:
    def __init__(
        self,
        *,
        db: Database,
        store: AttemptStore,
        users: UserStore,
        notices: SecurityNotices,
        locations: Locations,
        pages: Pages,
        kept: timedelta,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._users = users
        self._notices = notices
        self._locations = locations
        self._pages = pages
        self._kept = kept
        self._clock = clock

    async def opened(
        self, tx: Transaction, user: User, place: Place, method: Method, second_factor: SecondFactor, *, known: bool
    ) -> None:
        """A session was opened; `known` says that the person signed in on this device before. Tells of a new one."""
        attempt = self._attempt(user.workspace_id, user.user_id, place, method, second_factor, known=known)
        familiar = await self._store.add_opened(tx, attempt, attempt.time - FAMILIAR_FOR)
        # Who signs in for the first time has nothing to compare with.
        if not familiar and user.last_sign_in_time is not None:
            await self._notices.post(tx, user.workspace_id, user.email, Notice.NEW_DEVICE, _described(attempt.place))

    async def refused(
        self, tx: Transaction, user: User | None, place: Place, method: Method, *, reason: str, workspace_id: UUID
    ) -> None:
        """An attempt was refused. For an address nobody has it is counted at the same cost, and kept nowhere."""
        user_id = user.user_id if user else NOBODY
        attempt = self._attempt(workspace_id, user_id, place, method, SecondFactor.NONE, refusal=reason)
        await self._store.add_refused(tx, attempt, listed=user is not None)

    async def list_own(self, caller: Caller, page_size: int, page_token: str) -> tuple[list[Attempt], str]:
        """A page of the caller's own attempts, newest first, and the token of the next."""
        async with self._db.transaction(caller) as tx:
            return await self._page(tx, UUID(caller.actor_id), page_size, page_token)

    async def list_of(
        self, caller: Caller, user_id: UUID, page_size: int, page_token: str
    ) -> tuple[list[Attempt], str]:
        """The same of somebody of the caller's workspace; that it was looked at is recorded."""
        async with self._db.transaction(caller) as tx:
            if not await self._users.exists(tx, user_id):
                raise UserNotFoundError
            tx.audit("user", [str(user_id)])
            return await self._page(tx, user_id, page_size, page_token)

    async def run(self) -> None:
        """Removes what was kept long enough, until cancelled; one process leads."""
        while True:
            if await self.sweep() < SWEPT_AT_ONCE:
                await asyncio.sleep(PAUSE_SECONDS)

    async def sweep(self) -> int:
        """One round of it; how many attempts were removed."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            return await store.sweep(tx, self._clock.now(), self._kept)

    async def _page(self, tx: Transaction, user_id: UUID, page_size: int, page_token: str) -> tuple[list[Attempt], str]:
        filters = ("sign_in_history", user_id)
        position = self._pages.decode(page_token, filters)
        size = paging.size(page_size)
        found = await self._store.page(tx, user_id, UUID(position[0]) if position else NEWEST, size + 1)
        more = len(found) > size
        return found[:size], self._pages.encode(filters, str(found[size - 1].attempt_id)) if more else ""

    def _attempt(
        self,
        workspace_id: UUID,
        user_id: UUID,
        place: Place,
        method: Method,
        second_factor: SecondFactor,
        *,
        refusal: str = "",
        known: bool = False,
    ) -> Attempt:
        located = Place(place.source_address, place.user_agent, self._locations.of(place.source_address))
        return Attempt(
            attempt_id=new_id(),
            workspace_id=workspace_id,
            user_id=user_id,
            time=self._clock.now(),
            method=method,
            second_factor=second_factor,
            refusal=refusal,
            place=located,
            familiar=known,
        )


def _described(place: Place) -> list[tuple[str, str]]:
    """For a letter: what a client said of itself is left out of it, but for names we know."""
    return [("Device", str(place.device)), ("Address", place.source_address), ("Near", str(place.location))]
