"""A small pool of asyncpg connections: last in first out, bounded, waiting callers served in order.

asyncpg's own pool runs a task and a reset for every release; here every setting belongs to a transaction or is known
(`Connection.workspace_id`), so giving back is putting back.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import asyncpg

Connect = Callable[[], Awaitable[asyncpg.Connection]]


@dataclass(slots=True)
class Connection:
    """A connection and the workspace its session is set to; None when it is set to none."""

    driver: asyncpg.Connection
    workspace_id: UUID | None = None


class Pool:
    """At most `most` connections, made when they are needed."""

    def __init__(self, connect: Connect, most: int) -> None:
        self._connect = connect
        self._free = asyncio.Semaphore(most)
        self._idle: deque[Connection] = deque()
        self._closed = False

    async def acquire(self, seconds: float) -> Connection:
        """A connection, within so many seconds. Raises TimeoutError, or what connecting raises."""
        if self._free.locked():
            await asyncio.wait_for(self._free.acquire(), seconds)
        else:
            await self._free.acquire()
        try:
            return self._take() or Connection(await self._connect())
        except BaseException:
            self._free.release()
            raise

    def release(self, connection: Connection) -> None:
        """Gives a connection back, outside any transaction. One that is closed is forgotten."""
        if connection.driver.is_closed() or self._closed:
            self.discard(connection)
            return
        self._idle.append(connection)
        self._free.release()

    def discard(self, connection: Connection) -> None:
        """Closes a connection that must not be used again, at once, and makes room for another."""
        connection.driver.terminate()
        self._free.release()

    async def close(self) -> None:
        """Closes what is idle; what is in use is closed when it comes back."""
        self._closed = True
        while self._idle:
            await self._idle.pop().driver.close(timeout=2)

    def _take(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if not connection.driver.is_closed():
                return connection
        return None
