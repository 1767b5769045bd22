"""Answers onto the wire."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable

from starlette.types import Send

from .exchange import Answer, Exchange

LINGER_SECONDS = 3.0

_BODILESS = {204, 304}
_TOO_LARGE = 413


async def send_answer(answer: Answer, exchange: Exchange, send: Send) -> None:
    headers = answer.headers
    if answer.pieces is None and answer.status not in _BODILESS:
        headers = [*headers, (b"content-length", b"%d" % len(answer.body))]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.pieces is not None:
        sending = _send_all(answer.pieces, send)
        await _send_pieces(answer.guard(sending) if answer.guard else sending, exchange)
        return
    if answer.status == _TOO_LARGE:
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        await _linger(exchange)
        answer.body = b""
    await send({"type": "http.response.body", "body": answer.body})


async def _linger(exchange: Exchange) -> None:
    """Closing on a client that still sends resets the connection and loses the answer: for a while, read on."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            message = await exchange.receive()
            while message["type"] == "http.request" and message.get("more_body"):
                message = await exchange.receive()


async def _send_pieces(work: Awaitable[None], exchange: Exchange) -> None:
    """Sends piece by piece until all are sent, or nobody listens any more: the server would swallow them silently."""
    sending = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(exchange))
    try:
        await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            sending.result()
    finally:
        sending.cancel()
        leaving.cancel()
        await asyncio.gather(sending, leaving, return_exceptions=True)


async def _send_all(pieces: AsyncIterator[bytes], send: Send) -> None:
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _left(exchange: Exchange) -> None:
    while (await exchange.receive())["type"] != "http.disconnect":
        pass
