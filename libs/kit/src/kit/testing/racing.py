"""Work done at the same moment, and what became of it."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def outcomes(*work: Coroutine[Any, Any, Any]) -> tuple[int, list[BaseException]]:
    """How many came through, and what the others met."""
    done = await asyncio.gather(*work, return_exceptions=True)
    failures = [each for each in done if isinstance(each, BaseException)]
    return len(done) - len(failures), failures
