"""`python -m gateway`: serves until SIGTERM."""

import asyncio
import os
import sys

from kit.run import run
from kit.settings import load

from . import app
from .settings import Settings


async def serve(stop: asyncio.Event) -> None:
    await app.run(load(Settings, os.environ), stop)


if __name__ == "__main__":
    sys.exit(run("gateway", serve))
