"""How a process of the suite starts and ends: uvloop, signals, and one clear line when it cannot start."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import uvloop

from kit import log
from kit.errors import Unavailable
from kit.settings import SettingsError

START_SECONDS = 30.0
RETRY_SECONDS = 0.25
GENERATIONS = (50_000, 20, 100)
T = TypeVar("T")


def run(service: str, main: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> int:
    """Runs `main(stop)` until SIGTERM or SIGINT sets `stop`; the exit code.

    Refuses to start with 2, naming every variable at fault, when the settings are incomplete; with 1 when what the
    process needs is not reachable.
    """
    log.configure(service)
    try:
        uvloop.run(with_signals(main))
    except SettingsError as problem:
        sys.stderr.write(f"{service} refuses to start:\n{problem}\n")
        return 2
    except Unavailable as problem:
        sys.stderr.write(f"{service} gives up: {problem}\n")
        return 1
    return 0


async def with_signals(main: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await main(stop)


async def patiently(connect: Callable[[], Awaitable[T]], what: str) -> T:
    """Retries `connect` for 30 seconds. Raises Unavailable naming what could not be reached."""
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    while True:
        try:
            return await connect()
        except Unavailable:
            if asyncio.get_running_loop().time() > deadline:
                raise Unavailable(f"{what} cannot be reached.") from None
            await asyncio.sleep(RETRY_SECONDS)


def settle_memory() -> None:
    """Called once everything is loaded: what is here stays, so collections pass it over from now on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GENERATIONS)


@asynccontextmanager
async def background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs background work beside the block and ends it with the block."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
