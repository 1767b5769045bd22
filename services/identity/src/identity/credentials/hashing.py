"""Argon2id, two at a time: each takes 64 MiB, and a burst of sign-ins must leave room for all other calls."""

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kit.errors import TooMany

WORKERS = 2
LONGEST_WAIT_SECONDS = 3.0
# How much the newest hash counts in what one is expected to take.
WEIGHT = 0.2
T = TypeVar("T")


class Hashing:
    """Hashes and verifies passwords away from the event loop, with the low-memory profile of RFC 9106."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # A pool rather than a semaphore: a cancelled call frees its place only when its thread is done.
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="argon2")
        self._lock = threading.Lock()
        self._waiting = 0
        began = time.monotonic()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(32))
        self._seconds = time.monotonic() - began

    def admit(self) -> None:
        """Raises TooMany while so many wait that a further one would be given up before its turn.

        To be asked before a guess is counted, so that nobody pays for the crowd with a guess of theirs.
        """
        wait = self._waiting * self._seconds / WORKERS
        if wait > LONGEST_WAIT_SECONDS:
            raise TooMany(retry_after=wait)

    async def hash(self, password: str) -> str:
        return await self._away(partial(self._hasher.hash, password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """An address nobody has costs the same as a wrong password."""
        matches = await self._away(partial(self._matches, password_hash or self._nobody, password))
        return matches and password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        """True when the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _away(self, work: Callable[[], T]) -> T:
        with self._lock:
            self._waiting += 1
        future = self._pool.submit(self._timed, work)
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def _timed(self, work: Callable[[], T]) -> T:
        began = time.monotonic()
        try:
            return work()
        finally:
            with self._lock:
                self._seconds += WEIGHT * (time.monotonic() - began - self._seconds)

    def _leave(self, _: Future[T]) -> None:
        with self._lock:
            self._waiting -= 1
