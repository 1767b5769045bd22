"""Who a session token stands for: asked of identity, kept five seconds at most, dropped at once when that changed."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

# With no word from NATS, a revoked session still ends after this long.
KEEP_SECONDS = 5.0
LARGEST_CACHE = 10_000


@dataclass(frozen=True, slots=True)
class Signed:
    """A principal as identity signed it, and the session it was made from."""

    principal: bytes = field(repr=False)
    session_id: str
    keep_until: float = 0.0


# Takes the session token; raises what identity raised.
Ask = Callable[[str], Awaitable[Signed]]


class Principals:
    """The cache. Keys are hashes of session tokens: the tokens themselves are not kept."""

    def __init__(self, monotonic: Callable[[], float], largest: int = LARGEST_CACHE) -> None:
        self._monotonic = monotonic
        self._largest = largest
        self._kept: OrderedDict[bytes, Signed] = OrderedDict()
        self._keys: dict[str, bytes] = {}
        self._asking: dict[bytes, asyncio.Task[Signed]] = {}
        self._revocations = 0

    async def of(self, key: bytes, token: str, ask: Ask) -> bytes:
        """The signed principal of the token; however many ask at once, identity is asked once."""
        kept = self._kept.get(key)
        if kept is not None and self._monotonic() < kept.keep_until:
            return kept.principal
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.create_task(self._ask(key, token, ask))
            asking.add_done_callback(lambda done: self._asked(key, done))
        # Whoever asked first may go away: the others still wait for the same answer.
        return (await asyncio.shield(asking)).principal

    def revoke(self, session_id: str) -> bytes | None:
        """Drops the session, and gives the key it was kept under."""
        self._revocations += 1
        key = self._keys.pop(session_id, None)
        if key is not None:
            self._kept.pop(key, None)
        return key

    def forget(self, key: bytes) -> None:
        """Drops the token."""
        self._revocations += 1
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._keys.pop(kept.session_id, None)

    def clear(self) -> None:
        """Drops everything that was kept."""
        self._revocations += 1
        self._kept.clear()
        self._keys.clear()

    async def _ask(self, key: bytes, token: str, ask: Ask) -> Signed:
        asked_at, revocations = self._monotonic(), self._revocations
        signed = await ask(token)
        # A revocation that overtook the answer may have been this session's: use the answer once, keep nothing.
        if revocations == self._revocations:
            self._keep(key, Signed(signed.principal, signed.session_id, asked_at + KEEP_SECONDS))
        return signed

    def _asked(self, key: bytes, done: asyncio.Task[Signed]) -> None:
        del self._asking[key]
        if not done.cancelled():
            # All who waited may be gone: the error must not count as unseen.
            done.exception()

    def _keep(self, key: bytes, signed: Signed) -> None:
        self._kept[key] = signed
        self._kept.move_to_end(key)
        self._keys[signed.session_id] = key
        if len(self._kept) > self._largest:
            _, oldest = self._kept.popitem(last=False)
            self._keys.pop(oldest.session_id, None)
