"""`GET /healthz`: whether the services behind the edge were reachable within the last seconds."""

import asyncio
from collections.abc import Callable

import orjson

from gateway.clients import Peers
from gateway.exchange import JSON, Answer, Exchange

CHECK_SECONDS = 1.0
# A channel reconnects now and then in a normal life; only one that stays away is a fault.
GRACE_SECONDS = 5.0


class Health:
    """Looks at the channels once a second, so that a probe costs nothing."""

    def __init__(self, peers: Peers, monotonic: Callable[[], float]) -> None:
        self._peers = peers
        self._monotonic = monotonic
        self._last_ready: dict[str, float] = {}

    async def watch(self) -> None:
        """Runs until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(CHECK_SECONDS)

    async def look(self) -> None:
        for name, peer in self._peers.items():
            if peer.is_connected():
                self._last_ready[name] = self._monotonic()

    async def __call__(self, _exchange: Exchange) -> Answer:
        oldest = self._monotonic() - GRACE_SECONDS
        missing = sorted(name for name in self._peers if self._last_ready.get(name, float("-inf")) < oldest)
        content = {"status": "unavailable", "missing": missing} if missing else {"status": "ok"}
        return Answer(503 if missing else 200, [(b"content-type", JSON)], orjson.dumps(content))
