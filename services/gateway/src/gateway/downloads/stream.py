"""Files streamed by a service: the first piece is awaited, so that a refusal is a problem and not a broken file."""

from collections.abc import AsyncIterator
from typing import Any

from gateway.exchange import Answer, Guard


async def attachment(replies: AsyncIterator[Any], media_type: str, filename: str, guard: Guard) -> Answer:
    """An answer whose pieces are the `content` of the replies. Raises what the service raised first."""
    first = await anext(replies, None)
    headers = [
        (b"content-type", media_type.encode("ascii")),
        (b"content-disposition", f'attachment; filename="{filename}"'.encode("ascii")),
    ]
    return Answer(200, headers, pieces=_pieces(first, replies), guard=guard)


async def _pieces(first: Any | None, replies: AsyncIterator[Any]) -> AsyncIterator[bytes]:
    if first is not None:
        yield first.content
    async for reply in replies:
        yield reply.content
