"""Letters: queued in the transaction that causes them, sent by the one process that leads, at least once."""

import asyncio
from uuid import UUID

from identity.mail.model import Letter, Queued, QueuedLetter
from identity.mail.smtp import PostOffice, RefusedError, Send, UnreachableError
from identity.mail.store import LetterStore
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.ids import new_id
from kit.log import get_logger

BATCH = 20
IDLE_SECONDS = 1.0
UNREADABLE = "unreadable"

log = get_logger()


class Letters:
    def __init__(self, store: LetterStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def post(self, tx: Transaction, workspace_id: UUID, letter: Letter) -> None:
        """Queues a letter: it leaves if, and only if, the caller's transaction commits. No PHI in it."""
        await self._store.add(tx, QueuedLetter(new_id(), workspace_id, self._clock.now(), 0, letter))


class Delivery:
    """Sends what is queued. A letter goes from the queue once the server has accepted it, or it is given up."""

    def __init__(self, db: Database, store: LetterStore, post_office: PostOffice, clock: Clock) -> None:
        self._db = db
        self._store = store
        self._post_office = post_office
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled. A crash between acceptance and removal sends a letter again, under the same id."""
        while True:
            if await self.round() < BATCH:
                await asyncio.sleep(IDLE_SECONDS)

    async def round(self) -> int:
        """Tries the letters that are due, over one connection; how many there were."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            due = await self._store.due(tx, self._clock.now(), BATCH)
        if due:
            async with self._post_office.connection() as send:
                for queued in due:
                    await self._try(send, queued)
        return len(due)

    async def _try(self, send: Send, queued: Queued) -> None:
        if not isinstance(queued, QueuedLetter):
            # The key may come back; until it is given up, it holds no other letter up.
            await self._postpone(queued, UNREADABLE)
            return
        try:
            await send(queued)
        except UnreachableError as failure:
            await self._postpone(queued, failure.cause)
        except RefusedError as failure:
            await self._remove(queued, failure.cause)
        else:
            await self._remove(queued)

    async def _postpone(self, queued: Queued, cause: str) -> None:
        due_time = queued.next_time(self._clock.now())
        if due_time is None:
            await self._remove(queued, cause)
            return
        log.warning("letter.postponed", letter_id=str(queued.letter_id), attempt=queued.attempts + 1, error=cause)
        async with self._db.transaction(DEPLOYMENT) as tx:
            await self._store.postpone(tx, queued.letter_id, due_time)

    async def _remove(self, queued: Queued, cause: str = "") -> None:
        if cause:
            log.error("letter.dropped", letter_id=str(queued.letter_id), attempt=queued.attempts + 1, error=cause)
        async with self._db.transaction(DEPLOYMENT) as tx:
            await self._store.remove(tx, queued.letter_id)
