"""How many letters may go to one address, and be asked for from one source: nobody's mailbox is filled through us."""

from collections.abc import Sequence
from uuid import UUID

from identity.errors import TooManyAttemptsError
from identity.sessions.sign_in import reserve
from identity.sessions.throttling import Bucket, buckets_of_email_changes, buckets_of_letters
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction


class LetterRations:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def take(self, tx: Transaction, caller: Caller, email_index: bytes) -> float:
        """Counts a letter, in a transaction of the deployment. Zero when it may go, else the seconds to wait."""
        return await self._take(tx, buckets_of_letters(email_index, caller.source.partition(" ")[0]))

    async def take_own(self, tx: Transaction, user_id: UUID) -> float:
        """The same for a letter that this person sends to an address of their choice."""
        return await self._take(tx, buckets_of_email_changes(user_id))

    async def _take(self, tx: Transaction, buckets: Sequence[Bucket]) -> float:
        try:
            await reserve(tx, buckets, self._clock.now())
        except TooManyAttemptsError as refusal:
            return float(refusal.metadata["retryAfterSeconds"])
        return 0.0
