"""Passwords: accepted by rule, kept as Argon2id hashes, verified at a cost that tells nothing."""

from collections.abc import Iterable
from uuid import UUID

from identity.credentials import store
from identity.credentials.hashing import Hashing
from identity.credentials.model import check_password
from kit.clock import Clock
from kit.db import Transaction

NOBODY = UUID(int=0)


class Credentials:
    def __init__(self, hashing: Hashing, clock: Clock) -> None:
        self._hashing = hashing
        self._clock = clock

    def admit(self) -> None:
        """To be asked before a guess is counted. Raises TooMany while too many passwords wait to be verified."""
        self._hashing.admit()

    async def hash_new(self, password: str, personal: Iterable[str], field: str = "password") -> str:
        """The hash of a password that keeps the rules. Raises PasswordLengthError, PasswordBreachedError, TooMany."""
        check_password(password, personal, field)
        self.admit()
        return await self._hashing.hash(password)

    async def set(self, tx: Transaction, workspace_id: UUID, user_id: UUID, password_hash: str) -> None:
        await store.put(tx, workspace_id, user_id, password_hash, self._clock.now())

    async def password_hash(self, tx: Transaction, user_id: UUID | None) -> str | None:
        """Asks the database for nobody's hash too, so that an unknown address takes the same path."""
        return await store.get(tx, user_id or NOBODY)

    async def still(self, tx: Transaction, user_id: UUID, password_hash: str | None, password: str) -> bool:
        """Whether a password that was verified is still the one in force, and stays so until the transaction ends."""
        held = await store.hold(tx, user_id)
        # Another sign-in may have hashed it anew.
        return held == password_hash or await self.verify(held, password)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        return await self._hashing.verify(password_hash, password)

    async def renewed(self, password_hash: str, password: str) -> str | None:
        """A hash with today's parameters when the one given has older ones."""
        return await self._hashing.hash(password) if self._hashing.outdated(password_hash) else None

    async def renew(self, tx: Transaction, user_id: UUID, old: str, new: str) -> None:
        await store.rehash(tx, user_id, old, new)
