"""python -m audit [serve | migrate | partitions | retain | verify-database]; the witness is python -m audit.witness."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

from audit.app import serve, use_cases
from audit.entries.check import DatabaseCheck
from audit.entries.store import EntryStore
from audit.log.store import LogStore
from audit.retention.service import Retention
from audit.retention.store import RetentionStore
from audit.settings import CheckSettings, OwnerSettings
from kit.clock import SystemClock
from kit.db import Database
from kit.errors import Unavailable
from kit.migration import upgrade
from kit.run import run
from kit.settings import SettingsError, load


async def partitions(settings: OwnerSettings) -> int:
    database = await Database.connect(settings.url)
    left = await Retention(database, RetentionStore(), SystemClock()).open_months()
    await database.close()
    for month in left:
        say(f"{month:%Y-%m} stays in the default partition: entries of it are there already")
    return 0


async def retain(settings: OwnerSettings) -> int:
    database = await Database.connect(settings.url)
    dropped = await Retention(database, RetentionStore(), SystemClock()).drop_expired(settings.years)
    await database.close()
    say(f"dropped {len(dropped)} partitions older than {settings.years} years" + "".join(f"\n{n}" for n in dropped))
    return 0


async def migrate(settings: OwnerSettings) -> int:
    await asyncio.to_thread(upgrade, "audit", settings.url)
    return await partitions(settings)


async def verify_database(settings: CheckSettings) -> int:
    database = await Database.connect(settings.database_url)
    made = use_cases(database, settings.signing_key)
    problems = await DatabaseCheck(database, LogStore(), EntryStore(), made.checkpoints).check_all()
    await database.close()
    say("\n".join(problems) or "verified: every entry, tile and checkpoint holds")
    return 1 if problems else 0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def command(settings: type, work: Callable[..., Awaitable[int]]) -> int:
    """A command that ends by itself, with the same exit codes as a process that does not start."""
    try:
        return asyncio.run(work(load(settings, os.environ)))  # type: ignore[arg-type]
    except SettingsError as problem:
        sys.stderr.write(f"audit refuses to start:\n{problem}\n")
        return 2
    except Unavailable:
        sys.stderr.write("audit gives up: the database cannot be reached\n")
        return 1


def main(arguments: list[str]) -> int:
    match arguments:
        case [] | ["serve"]:
            return run("audit", serve)
        case ["migrate"]:
            return command(OwnerSettings, migrate)
        case ["partitions"]:
            return command(OwnerSettings, partitions)
        case ["retain"]:
            return command(OwnerSettings, retain)
        case ["verify-database"]:
            return command(CheckSettings, verify_database)
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
