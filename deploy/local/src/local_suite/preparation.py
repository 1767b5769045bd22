"""What must stand before the services start: databases, schemas, workspaces and someone who can sign in."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from local_suite import databases
from local_suite.keys import SIGN_IN_EMAIL
from local_suite.paths import read_json, write_json
from local_suite.processes import Program, last_lines, spawn
from local_suite.services import IDENTITY, WITH_DATABASE, Service, Site, environment, migration_environment


class StartError(RuntimeError):
    """The suite did not come up; the text says which part, and shows why."""


def prepare(site: Site, embedded: Sequence[str]) -> None:
    """Do what is missing; what the record beside the embedded cluster says was done is not done again."""
    path = site.paths.prepared
    record = read_json(path)
    if embedded and record.get("databases") != list(embedded):
        asyncio.run(databases.create(databases.admin_url(site.ports["postgres"], site.keys), embedded, site.keys))
        record["databases"] = list(embedded)
        write_json(path, record)
    migrated = _migrate(site, embedded, record)
    write_json(path, record)
    if IDENTITY in migrated or "workspaces" not in record:
        record["workspaces"] = identity_command(site, "bootstrap")
        write_json(path, record)


def _migrate(site: Site, embedded: Sequence[str], record: dict[str, Any]) -> list[Service]:
    """Run the migrations of every service at once. A database of the user's own is always looked at."""
    done: dict[str, str] = record.setdefault("migrations", {})
    digests = {service.name: databases.migrations_digest(service.name) for service in WITH_DATABASE}
    due = [
        service
        for service in WITH_DATABASE
        if service.name not in embedded or done.get(service.name) != digests[service.name]
    ]
    running = [(service, _start_migration(site, service)) for service in due]
    # All are waited for before any failure is told: none may lose its server half way.
    failed = [service for service, program in running if program.process.wait()]
    done.update({service.name: digests[service.name] for service in due if service not in failed})
    if failed:
        raise StartError("\n\n".join(_failure(site, f"{service.name}-migrate") for service in failed))
    return due


def _start_migration(site: Site, service: Service) -> Program:
    log = site.paths.log(f"{service.name}-migrate")
    log.unlink(missing_ok=True)
    return spawn([service.module, "migrate"], migration_environment(service, site), log)


def identity_command(site: Site, *arguments: str, secret: str = "") -> Mapping[str, Any]:
    """Run one of identity's own commands and read the JSON it prints; a secret goes in on stdin."""
    log: Path = site.paths.log(f"identity-{arguments[0]}")
    with log.open("ab") as errors:
        done = subprocess.run(
            [sys.executable, "-m", IDENTITY.module, *arguments],
            input=secret.encode(),
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment(IDENTITY, site),
            cwd=site.paths.logs,
            check=False,
        )
    if done.returncode:
        raise StartError(_failure(site, f"identity-{arguments[0]}"))
    answer: Mapping[str, Any] = json.loads(done.stdout)
    return answer


def create_sign_in(site: Site) -> None:
    """The administrator of the sandbox, with the password that this suite made and `status` prints."""
    create_user(site, SIGN_IN_EMAIL, "ADMIN", site.keys["SIGN_IN_PASSWORD"])


def create_user(site: Site, email: str, role: str, password: str, workspace: str = "sandbox") -> Mapping[str, Any]:
    """Someone who may sign in to the sandbox, or to production."""
    workspace_id = read_json(site.paths.prepared)["workspaces"][workspace]
    arguments = ("create-user", "--workspace", workspace_id, "--email", email, "--role", role)
    return identity_command(site, *arguments, secret=password)


def _failure(site: Site, name: str) -> str:
    log = site.paths.log(name)
    return f"{name} failed. The end of its log, {log}:\n{last_lines(log, 20)}"
