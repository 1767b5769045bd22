"""A load of HTTP/1.1 requests over a few kept-alive connections, in a process of its own, from raw bytes.

The cost of the generator is the same for everything it measures, so ratios of one run can be compared.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

import uvloop

Requests = Callable[[], bytes]


@dataclass(frozen=True)
class Measured:
    """Requests a second, latencies in milliseconds, and how many answers were no success."""

    rate: float
    p50: float
    p99: float
    failures: int


class Connection(asyncio.Protocol):
    """Sends the next request when the answer to the last is complete."""

    def __init__(self, next_request: Requests, latencies: list[float], stop: asyncio.Event) -> None:
        self._next_request = next_request
        self._latencies = latencies
        self._stop = stop
        self._buffer = b""
        self.failures = 0
        self.first_failure = b""
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return
        self._latencies.append(time.perf_counter() - self._sent)
        if not head.startswith(b"HTTP/1.1 2"):
            self.failures += 1
            self.first_failure = self.first_failure or self._buffer
        self._buffer = b""
        self._transport.close() if self._stop.is_set() else self._send()

    def connection_lost(self, _: Exception | None) -> None:
        self.closed.set_result(None)

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._next_request())


def content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


async def run(port: int, next_request: Requests, connections: int, seconds: float) -> Measured:
    latencies: list[float] = []
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    made = [
        (await loop.create_connection(lambda: Connection(next_request, latencies, stop), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    elapsed = time.perf_counter() - started
    answered = len(latencies)
    stop.set()
    await asyncio.wait([one.closed for one in made], timeout=10)
    ordered = sorted(latencies[:answered])
    failures = sum(one.failures for one in made)
    if failures:
        print(next(one.first_failure for one in made if one.first_failure)[:600].decode(errors="replace"))
    return Measured(answered / elapsed, 1e3 * ordered[answered // 2], 1e3 * ordered[answered * 99 // 100], failures)


def measure(port: int, next_request: Requests, *, connections: int = 16, seconds: float = 3.0) -> Measured:
    """The load of `connections` connections for `seconds` seconds on a port of this machine."""
    return uvloop.run(run(port, next_request, connections, seconds))


def request(method: str, path: str, *, headers: Iterable[tuple[str, str]] = (), body: bytes = b"") -> bytes:
    """One request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers)]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
