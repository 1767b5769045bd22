"""Bodies of requests, bounded: what is too large is refused before it is read."""

from collections.abc import AsyncIterator
from typing import Any

from .errors import BodyTooLarge, DisconnectedError, UnsupportedMediaType
from .exchange import JSON, Exchange
from .transcoding.requests import parsed

LIMIT = 1024 * 1024


async def read_json(exchange: Exchange) -> Any:
    return parsed(await read_body(exchange))


async def read_body(exchange: Exchange, limit: int = LIMIT) -> bytes:
    """All of the body. Raises BodyTooLarge, UnsupportedMediaType, and DisconnectedError when it does not arrive."""
    headers = exchange.headers
    length = declared_length(exchange)
    if length > limit:
        raise BodyTooLarge(limit)
    if (length or b"transfer-encoding" in headers) and media_type(exchange) != JSON:
        raise UnsupportedMediaType(JSON.decode("ascii"))
    return await read_raw(exchange, limit)


async def read_raw(exchange: Exchange, limit: int) -> bytes:
    """All of a body of any type. Raises BodyTooLarge, and DisconnectedError when it does not arrive."""
    if declared_length(exchange) > limit:
        raise BodyTooLarge(limit)
    gathered = bytearray()
    async for chunk in chunks(exchange):
        gathered += chunk
        if len(gathered) > limit:
            raise BodyTooLarge(limit)
    return bytes(gathered)


async def chunks(exchange: Exchange) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises DisconnectedError when it does not."""
    more = True
    while more:
        message = await exchange.receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        more = message.get("more_body", False)
        yield message["body"]


def declared_length(exchange: Exchange) -> int:
    """What Content-Length says; 0 when it is absent. The server refuses one that is no number."""
    text = exchange.headers.get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0


def media_type(exchange: Exchange) -> bytes:
    return exchange.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
