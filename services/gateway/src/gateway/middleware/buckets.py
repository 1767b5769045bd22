"""Token buckets in memory: how often one caller may call. Each process counts for itself."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from gateway.errors import RateLimited

MOST_BUCKETS = 50_000
Key = TypeVar("Key", bytes, str)


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` on the long run, `burst` at once."""

    per_second: float
    burst: float

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """`1000/2000`: rate, then burst. Raises ValueError."""
        rate, slash, burst = text.partition("/")
        try:
            parsed = cls(float(rate), float(burst))
        except ValueError:
            raise ValueError("must be rate/burst, two numbers") from None
        if not slash or not (0 < parsed.per_second < math.inf) or not (1 <= parsed.burst < math.inf):
            raise ValueError("must be rate/burst, with a rate above 0 and a burst of at least 1")
        return parsed


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class Buckets(Generic[Key]):
    """One bucket per key. Beyond `most`, those unused for longest are forgotten: by then they are full again."""

    def __init__(self, name: str, rate: Rate, monotonic: Callable[[], float], most: int = MOST_BUCKETS) -> None:
        self._name = name
        self._rate = rate
        self._monotonic = monotonic
        self._most = most
        self._buckets: OrderedDict[Key, _Bucket] = OrderedDict()

    def __contains__(self, key: Key) -> bool:
        return key in self._buckets

    def admit(self, key: Key) -> None:
        """Gives the key a full bucket if it has none."""
        self._bucket(key)

    def forget(self, key: Key) -> None:
        self._buckets.pop(key, None)

    def take(self, key: Key) -> None:
        """Takes a token. Raises RateLimited, which says how long to wait, when there is none."""
        bucket, now = self._bucket(key), self._monotonic()
        tokens = min(self._rate.burst, bucket.tokens + (now - bucket.filled_at) * self._rate.per_second)
        bucket.filled_at = now
        if tokens < 1:
            bucket.tokens = tokens
            raise self._refusal((1 - tokens) / self._rate.per_second)
        bucket.tokens = tokens - 1

    def _bucket(self, key: Key) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self._rate.burst, self._monotonic())
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(key)
        return bucket

    def _refusal(self, wait: float) -> RateLimited:
        seconds = max(1, math.ceil(wait))
        window = max(1, math.ceil(self._rate.burst / self._rate.per_second))
        policy = f'"{self._name}";q={int(self._rate.burst)};w={window}'
        return RateLimited(seconds, policy, f'"{self._name}";r=0;t={seconds}')
