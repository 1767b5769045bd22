"""The commands of an operator, as processes."""

import asyncio
import os
import sys
from base64 import b64encode
from collections.abc import Callable

import asyncpg

from audit.app import UseCases
from audit.entries.model import Entry
from kit.caller import Caller
from kit.testing.plugin import ServiceDatabase

MakeEntries = Callable[[int], list[Entry]]


async def run(command: str, **environment: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "audit",
        command,
        env={"PATH": os.defpath, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


async def test_migrate_and_partitions_can_be_repeated(urls: ServiceDatabase) -> None:
    for command in ("migrate", "partitions"):
        code, said = await run(command, CFU_MIGRATION_DATABASE_URL=urls.owner)
        assert code == 0, said


async def test_retain_keeps_at_least_six_years(urls: ServiceDatabase) -> None:
    code, said = await run("retain", CFU_MIGRATION_DATABASE_URL=urls.owner)
    assert code == 0
    assert "dropped 0 partitions older than 7 years" in said
    code, said = await run("retain", CFU_MIGRATION_DATABASE_URL=urls.owner, AUDIT_RETENTION_YEARS="5")
    assert code == 2
    assert "AUDIT_RETENTION_YEARS" in said


async def test_verify_database_names_what_is_wrong(
    urls: ServiceDatabase, made: UseCases, caller: Caller, make: MakeEntries
) -> None:
    await made.entries.append(make(5))
    connection = await asyncpg.connect(urls.superuser)
    try:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(
            "UPDATE entries SET leaf = replace(leaf, 'care', 'core') || ' ' WHERE workspace_id = $1 AND seq = 3",
            caller.workspace_id,
        )
    finally:
        await connection.close()
    signing_key = b64encode(b"l" * 32).decode()
    code, said = await run("verify-database", CFU_DATABASE_URL=urls.application, AUDIT_SIGNING_KEY=signing_key)
    assert code == 1
    assert f"workspace {caller.workspace_id}: entry seq 3 " in said


async def test_an_unknown_command_says_what_there_is() -> None:
    code, said = await run("delete")
    assert code == 2
    assert "verify-database" in said
