"""python -m crm [serve | migrate | rewrap-keys]."""

import asyncio
import os
import sys

from crm.app import serve
from crm.patient_keys.service import KeyRotation
from crm.patient_keys.store import KeyStore
from crm.settings import MigrateSettings, RewrapSettings
from kit.db import Database
from kit.errors import Unavailable
from kit.migration import upgrade
from kit.run import run
from kit.settings import SettingsError, load
from phi_crypto import MasterKeys


def migrate() -> None:
    upgrade("crm", load(MigrateSettings, os.environ).url)


async def rewrap_keys() -> None:
    settings = load(RewrapSettings, os.environ)
    keys = MasterKeys(settings.data_key, settings.previous_data_keys)
    database = await Database.connect(settings.database_url)
    try:
        count = await KeyRotation(database, KeyStore(), keys).run()
    finally:
        await database.close()
    sys.stdout.write(f"{count} data keys wrapped under the current key\n")


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case [] | ["serve"]:
                return run("crm", serve)
            case ["migrate"]:
                migrate()
            case ["rewrap-keys"]:
                asyncio.run(rewrap_keys())
            case _:
                sys.stderr.write(f"{__doc__}\n")
                return 2
    except SettingsError as problem:
        sys.stderr.write(f"crm refuses to start:\n{problem}\n")
        return 2
    except Unavailable:
        sys.stderr.write("crm gives up: the database cannot be reached\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
