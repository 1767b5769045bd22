"""Letters to people who sign in: what one is, when it is tried again, when it is given up."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
# Links in letters are good for hours or days: what could not be sent for so long helps nobody any more.
GIVEN_UP_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain text to one address. Holds no PHI: mail is read by machines on its way."""

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Queued:
    """A place in the queue. Of one that cannot be opened, altered or under a key not at hand, no more is known."""

    letter_id: UUID
    workspace_id: UUID
    create_time: datetime
    attempts: int

    def next_time(self, now: datetime) -> datetime | None:
        """When to try again after one more failure; None when it is given up."""
        if now - self.create_time >= GIVEN_UP_AFTER:
            return None
        # Bounded before it is doubled: no letter asks for a power of two with a thousand digits.
        return now + min(FIRST_PAUSE * (1 << min(self.attempts, 16)), LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class QueuedLetter(Queued):
    letter: Letter
