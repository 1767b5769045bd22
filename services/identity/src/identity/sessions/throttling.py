"""How often a password may be guessed. Pure: what a guess counts against, how long the next one must wait.

A guess from a device the account knows counts against that device alone; any other counts against the account and
against where it came from. So guesses by others, next door included, never lock a person out of a known device.
"""

import hashlib
import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from identity.sign_in_history.networks import network_of

LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """From `free` failures on the next guess waits: one second, doubled by each further failure."""

    free: int
    forget_one: timedelta

    def wait(self, failures: float) -> timedelta:
        # A part of a failure counts whole: `free` failures within one `forget_one` are already too many.
        excess = math.ceil(failures) - self.free
        return timedelta(0) if excess < 0 else min(timedelta(seconds=2 ** min(excess, 32)), LONGEST_WAIT)

    @property
    def most(self) -> float:
        """Counting past the longest wait would only put off forgetting."""
        return self.free + math.ceil(math.log2(LONGEST_WAIT.total_seconds()))


ACCOUNT = Limit(free=5, forget_one=timedelta(minutes=15))
DEVICE = Limit(free=5, forget_one=timedelta(minutes=15))
LETTERS = Limit(free=5, forget_one=timedelta(minutes=15))
# Many people share one address, so it forgets faster.
SOURCE = Limit(free=50, forget_one=timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Counter:
    """Guesses counted so far: those that failed, and those reserved that are still being verified."""

    limit: Limit
    failures: float
    count_time: datetime

    def wait(self, now: datetime) -> timedelta:
        """How long until the next guess may be made; zero when it may be made now."""
        return max(self.count_time + self.limit.wait(self.failures) - now, timedelta(0))

    def reserve(self, now: datetime) -> "Counter":
        """Counts a guess before it is verified, so that parallel guesses cannot slip past."""
        forgotten = max(now - self.count_time, timedelta(0)) / self.limit.forget_one
        failures = min(max(self.failures - forgotten, 0.0) + 1, self.limit.most)
        return replace(self, failures=failures, count_time=now)

    @property
    def forget_time(self) -> datetime:
        """When nothing is left to remember."""
        return self.count_time + self.limit.forget_one * self.failures


@dataclass(frozen=True, slots=True)
class Bucket:
    """What a guess counts against. The key is a hash, so that the table tells no address and no device."""

    key: bytes
    limit: Limit

    @property
    def shared(self) -> bool:
        """A right password clears what one account failed, not what others failed from the same source."""
        return self.limit is SOURCE


def buckets_of_device(user_id: UUID, device_hash: bytes) -> tuple[Bucket, ...]:
    return (Bucket(_key("device", user_id.bytes + device_hash), DEVICE),)


def buckets_of_stranger(email_index: bytes, source_address: str) -> tuple[Bucket, ...]:
    """Keyed by the address typed, so that one nobody has is throttled alike.

    The source comes first: counters are locked in this order, so two sign-ins never wait for each other.
    """
    source = Bucket(_key("source", network_of(source_address).encode()), SOURCE)
    return source, Bucket(_key("account", email_index), ACCOUNT)


def buckets_of_letters(email_index: bytes, source_address: str) -> tuple[Bucket, ...]:
    """Apart from the guesses: asking for letters locks nobody out, and neither does guessing hold a letter back."""
    source = Bucket(_key("letter source", network_of(source_address).encode()), SOURCE)
    return source, Bucket(_key("letter", email_index), LETTERS)


def buckets_of_email_changes(user_id: UUID) -> tuple[Bucket, ...]:
    """Of one person, to whatever addresses: each change asked for is a letter to somebody."""
    return (Bucket(_key("email change", user_id.bytes), LETTERS),)


def buckets_of_password(user_id: UUID) -> tuple[Bucket, ...]:
    """Of the password in force, asked for again by who holds a session."""
    return (Bucket(_key("password", user_id.bytes), ACCOUNT),)


def _key(kind: str, value: bytes) -> bytes:
    return hashlib.sha256(kind.encode() + b"\0" + value).digest()
