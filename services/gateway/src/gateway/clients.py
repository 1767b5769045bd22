"""The services behind the edge, and how the edge calls them: with a deadline, and one retry where that is safe."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

from google.protobuf.message import Message

from kit.client import Client, Metadata
from kit.errors import Unavailable

from .settings import Settings

CALL_SECONDS = 10.0
STREAM_SECONDS = 30 * 60.0
RETRY_PAUSE_SECONDS = 0.05


class Peer(Protocol):
    """A service of the suite; calls raise the typed errors of `kit.errors`."""

    async def call(self, method: str, request: Message, metadata: Metadata = (), *, timeout: float) -> Any:
        """One reply."""

    async def upload(
        self, method: str, requests: AsyncIterator[Message], metadata: Metadata = (), *, timeout: float
    ) -> Any:
        """One reply to a stream."""

    def download(self, method: str, request: Message, metadata: Metadata = (), *, timeout: float) -> AsyncIterator[Any]:
        """A stream of replies."""

    def is_connected(self) -> bool:
        """Whether it is connected."""


Peers = Mapping[str, Peer]


def connect(settings: Settings) -> dict[str, Client]:
    """One channel each, by the service's name; they connect, and reconnect, by themselves."""
    addresses = {
        "identity": settings.identity_address,
        "crm": settings.crm_address,
        "audit": settings.audit_address,
    }
    return {name: Client(name, address, settings.tls_dir) for name, address in addresses.items()}


def peer_of(rpc: str, peers: Peers) -> Peer:
    """`contactfollowup.crm.v1.ContactService/GetContact` is crm's."""
    return peers[rpc.split(".")[1]]


async def call(peer: Peer, rpc: str, request: Message, metadata: Metadata, *, retry: bool = False) -> Any:
    """One reply. With `retry`, a call that reached nobody is made once more within the same deadline."""
    if not retry:
        return await peer.call(rpc, request, metadata, timeout=CALL_SECONDS)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + CALL_SECONDS
    try:
        return await peer.call(rpc, request, metadata, timeout=CALL_SECONDS)
    except Unavailable:
        await asyncio.sleep(RETRY_PAUSE_SECONDS)
        left = deadline - loop.time()
        if left <= 0:
            raise
        return await peer.call(rpc, request, metadata, timeout=left)
