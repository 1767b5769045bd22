"""Leadership: of all processes of a service, one at a time does a piece of background work.

The leader holds a session-level advisory lock on a connection of its own: the lock goes when the process does, and
another takes over at once.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

import asyncpg

from kit.db import Database
from kit.log import get_logger

RETRY_SECONDS = 0.5
TRY_LOCK = "SELECT pg_try_advisory_lock($1)"

log = get_logger()


async def lead(database: Database, name: str, work: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
    """Runs `work` whenever this process leads, until cancelled. Work that fails is begun again after a pause.

    `work` gets the connection that holds the lock, seeing the deployment; when that connection breaks, the work is
    cancelled, because another process may lead by then.
    """
    while True:
        try:
            await lead_once(database, name, work)
        except Exception as failure:  # noqa: BLE001  work that ended for any reason must be begun again
            log.warning("leader.lost", process=name, error=type(failure).__name__)
        await asyncio.sleep(RETRY_SECONDS)


async def lead_once(database: Database, name: str, work: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
    connection = await database.dedicated()
    try:
        # The lock is in the database, where another process holds it: there is nothing here to wait on.
        while not await connection.fetchval(TRY_LOCK, lock_key(name)):  # noqa: ASYNC110
            await asyncio.sleep(RETRY_SECONDS)
        task = asyncio.ensure_future(work(connection))

        def cancel(_: object) -> None:
            task.cancel()

        connection.add_termination_listener(cancel)
        try:
            await task
        except asyncio.CancelledError:
            # Asked to stop, perhaps at the very moment the connection broke; otherwise only the connection did.
            asked = asyncio.current_task()
            if not connection.is_closed() or (asked and asked.cancelling()):
                task.cancel()
                raise
    finally:
        await connection.close(timeout=1)


def lock_key(name: str) -> int:
    """A lock number for a name: 63 bits of its SHA-256."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1
