"""An upload on its way in: pieces of any size become chunks of one size, so memory does not grow with the file."""

from collections.abc import Awaitable, Callable

from crm.imports.encoding import Transcoder

CHUNK_BYTES = 512 * 1024

Keep = Callable[[int, bytes], Awaitable[None]]
"""Stores the chunk of the text that begins at a byte."""


class Upload:
    """Takes pieces of a file; `size_bytes` counts what came, `text_bytes` what is kept of it."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._transcoder = Transcoder()
        self._pending = bytearray()
        self.size_bytes = 0
        self.text_bytes = 0

    async def take(self, piece: bytes) -> None:
        """The next piece."""
        self.size_bytes += len(piece)
        self._pending += self._transcoder.feed(piece)
        while len(self._pending) >= CHUNK_BYTES:
            await self._store(CHUNK_BYTES)

    async def end(self) -> None:
        """There are no more."""
        self._pending += self._transcoder.feed(b"", last=True)
        if self._pending:
            await self._store(len(self._pending))

    async def _store(self, size: int) -> None:
        await self._keep(self.text_bytes, bytes(self._pending[:size]))
        del self._pending[:size]
        self.text_bytes += size
