"""`python -m identity`: serve (default), and what an operator does: see `--help`."""

import argparse
import asyncio
import getpass
import json
import os
import sys
from collections.abc import Awaitable, Mapping
from datetime import UTC, date, datetime, time
from uuid import UUID

from identity import app, commands
from identity.roles.model import Role
from identity.settings import MigrationSettings
from identity.subprocessors.model import Subprocessor
from identity.users.model import NewUser
from kit import migration
from kit.errors import Error
from kit.run import run
from kit.settings import SettingsError, load


def main(arguments: list[str]) -> int:
    """The exit code: 0 done, 1 refused or not reachable, 2 settings or arguments incomplete."""
    asked = parser().parse_args(arguments)
    match asked.command:
        case "migrate":
            return once(migrate())
        case "bootstrap":
            return once(commands.bootstrap())
        case "rewrap-keys":
            return once(commands.rewrap_keys())
        case "mission-discount":
            return once(commands.grant_mission_discount(asked.workspace, granted=not asked.end))
        case "open-invoices":
            return once(commands.open_invoices())
        case "mark-invoice-paid":
            return once(commands.mark_invoice_paid(asked.invoice, asked.reference))
        case "create-user":
            new = NewUser(asked.email, asked.display_name or asked.email, asked.role, read_password())
            return once(commands.create_user(asked.workspace, new))
        case "subprocessors":
            return once(change_subprocessors(asked))
    return run(app.NAME, app.serve)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m identity", description=__doc__)
    commands = made.add_subparsers(dest="command", metavar="command")
    commands.add_parser("serve", help="answer calls until SIGTERM")
    commands.add_parser("migrate", help="bring the database to this version")
    commands.add_parser("bootstrap", help="make the workspaces that are missing")
    commands.add_parser("rewrap-keys", help="move data keys to the current CRM_DATA_KEY")
    create_user = commands.add_parser("create-user", help="add a person; the password is read from stdin")
    create_user.add_argument("--workspace", type=UUID, required=True)
    create_user.add_argument("--email", required=True)
    create_user.add_argument("--role", required=True, help=f"{', '.join(Role)}, or the id of a role of the workspace")
    create_user.add_argument("--display-name", default="")
    mission = commands.add_parser("mission-discount", help="grant a verified practice 30 %% off its plan, or end that")
    mission.add_argument("--workspace", type=UUID, required=True)
    mission.add_argument("--end", action="store_true")
    commands.add_parser("open-invoices", help="what is still to be paid, by every workspace, oldest first")
    paid = commands.add_parser("mark-invoice-paid", help="record that the money for an invoice came in")
    paid.add_argument("--invoice", type=UUID, required=True)
    paid.add_argument("--reference", required=True, help="what the transfer is known by")
    add_subprocessors(commands.add_parser("subprocessors", help="change the public list of subprocessors"))
    return made


def add_subprocessors(made: argparse.ArgumentParser) -> None:
    acts = made.add_subparsers(dest="act", metavar="act", required=True)
    announce = acts.add_parser("announce", help="add one, at least 30 days ahead; every account's ADMINs get a letter")
    for name in ("code", "name", "purpose", "region"):
        announce.add_argument(f"--{name}", required=True)
    announce.add_argument("--touches-phi", action="store_true")
    announce.add_argument("--baa", action="store_true", help="a BAA with it is signed")
    announce.add_argument("--effective-date", type=date.fromisoformat, required=True, help="YYYY-MM-DD, in UTC")
    record = acts.add_parser("record-baa", help="say that a BAA was signed, or has ended")
    record.add_argument("code")
    record.add_argument("--ended", action="store_true")
    acts.add_parser("remove", help="take one off the list that is not used").add_argument("code")


def change_subprocessors(asked: argparse.Namespace) -> Awaitable[Mapping[str, object]]:
    match asked.act:
        case "record-baa":
            return commands.record_subprocessor_baa(asked.code, signed=not asked.ended)
        case "remove":
            return commands.remove_subprocessor(asked.code)
    effective_time = datetime.combine(asked.effective_date, time(), UTC)
    new = Subprocessor(
        asked.code, asked.name, asked.purpose, asked.region, asked.touches_phi, asked.baa, effective_time=effective_time
    )
    return commands.announce_subprocessor(new)


def read_password() -> str:
    """One line from stdin, without its line end and otherwise as typed; not shown on a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    try:
        line = sys.stdin.buffer.readline().decode()
    except UnicodeDecodeError:
        sys.exit("The password on stdin must be UTF-8.")
    return line.removesuffix("\n").removesuffix("\r")


async def migrate() -> None:
    settings = load(MigrationSettings, os.environ)
    await migration.upgrade_in_thread(app.NAME, settings.database_url)


def once(work: Awaitable[Mapping[str, object] | None]) -> int:
    """Runs a command to its end; says what came of it, or in one line why it was refused."""

    async def finish() -> Mapping[str, object] | None:
        return await work

    try:
        result = asyncio.run(finish())
    except SettingsError as problem:
        sys.stderr.write(f"{app.NAME} cannot do this:\n{problem}\n")
        return 2
    except Error as refusal:
        sys.stderr.write(f"{refusal.reason}: {refusal.message}\n")
        return 1
    if result is not None:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
