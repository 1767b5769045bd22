"""The witness as its own process: cosignatures reach exports, it survives kill -9, it sees a rollback."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import asyncpg
import httpx
import pytest
import pytest_asyncio

from audit.app import UseCases, make_push, use_cases
from audit.checkpoints.note import COSIGNATURE, Signer
from audit.entries.model import Entry
from audit.witness.push import WitnessDisagreesError, WitnessPush
from audit.witness.settings import WITNESS_NAME
from cfu.verify import verify_file
from kit.caller import Caller
from kit.db import Database
from kit.testing.plugin import ServiceDatabase
from kit.testing.servers import free_port

WITNESS = Signer(WITNESS_NAME, b"w" * 32, COSIGNATURE)
LOG_PUBLIC_KEY = Signer("log", b"l" * 32).verifier.public_key
Export = Callable[..., Awaitable[Path]]
MakeEntries = Callable[[int], list[Entry]]


class WitnessProcess:
    """`python -m audit.witness` on a free port."""

    def __init__(self, folder: Path) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        self._environment = {
            "PATH": os.defpath,
            "CFU_WITNESS_LISTEN": self.address,
            "CFU_WITNESS_DIR": str(folder),
            "CFU_WITNESS_LOG_KEY": b64encode(LOG_PUBLIC_KEY).decode(),
            "WITNESS_SIGNING_KEY": b64encode(b"w" * 32).decode(),
        }
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "audit.witness"], env=self._environment)
        deadline = monotonic() + 20
        while monotonic() < deadline:
            try:
                httpx.get(f"http://{self.address}/healthz")
            except httpx.TransportError:
                sleep(0.05)
            else:
                return
        raise TimeoutError("the witness did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WitnessProcess]:
    process = WitnessProcess(tmp_path_factory.mktemp("witness"))
    yield process
    process.process.terminate()
    assert process.process.wait(20) == 0


@pytest_asyncio.fixture(loop_scope="session")
async def push(database: Database, made: UseCases, witness: WitnessProcess) -> AsyncIterator[WitnessPush]:
    async with httpx.AsyncClient(base_url=f"http://{witness.address}") as http:
        yield make_push(database, made, http, WITNESS.verifier)


async def test_a_cosignature_reaches_the_export(
    made: UseCases, push: WitnessPush, caller: Caller, make: MakeEntries, export: Export
) -> None:
    for size in (3, 300, 40):
        await made.entries.append(make(size))
        await push.push(caller.workspace_id)
    path = await export()
    report = verify_file(path, key=b64encode(LOG_PUBLIC_KEY).decode(), witness_key=WITNESS.verifier.text())
    assert report.ok, report.text
    assert report.cosigned_by == WITNESS_NAME
    assert (await made.checkpoints.get_checkpoint(caller)).cosignature != ""


async def test_a_lost_cosignature_is_asked_for_again(
    *, database: Database, made: UseCases, push: WitnessPush, caller: Caller, make: MakeEntries, urls: ServiceDatabase
) -> None:
    await made.entries.append(make(5))
    await push.push(caller.workspace_id)
    connection = await asyncpg.connect(urls.superuser)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("DELETE FROM cosignatures WHERE workspace_id = $1", caller.workspace_id)
    await connection.close()
    await push.push(caller.workspace_id)
    assert (await made.checkpoints.get_checkpoint(caller)).cosignature != ""


async def test_a_rolled_back_log_is_seen_even_after_the_witness_was_killed(
    *,
    database: Database,
    made: UseCases,
    push: WitnessPush,
    caller: Caller,
    make: MakeEntries,
    urls: ServiceDatabase,
    witness: WitnessProcess,
) -> None:
    await made.entries.append(make(10))
    await made.entries.append(make(10))
    await push.push(caller.workspace_id)
    witness.kill()
    witness.start()
    await roll_back(urls, caller, 10)
    again = use_cases(database, b"l" * 32)
    with pytest.raises(WitnessDisagreesError):
        await push.push(caller.workspace_id)
    await again.entries.append(make(10))
    with pytest.raises(WitnessDisagreesError):
        await push.push(caller.workspace_id)
    await again.entries.append(make(30))
    with pytest.raises(WitnessDisagreesError):
        await push.push(caller.workspace_id)


async def roll_back(urls: ServiceDatabase, caller: Caller, size: int) -> None:
    """What restoring an old backup over the database does."""
    connection = await asyncpg.connect(urls.superuser)
    try:
        await connection.execute("SET session_replication_role = replica")
        for table, column in [("entries", "seq"), ("entry_records", "seq"), ("leaves", "seq")]:
            await connection.execute(
                f"DELETE FROM {table} WHERE workspace_id = $1 AND {column} >= $2", caller.workspace_id, size
            )
        for table in ("checkpoints", "cosignatures"):
            await connection.execute(
                f"DELETE FROM {table} WHERE workspace_id = $1 AND tree_size > $2", caller.workspace_id, size
            )
    finally:
        await connection.close()


def test_it_refuses_to_start_and_names_what_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "audit.witness"], env={"PATH": os.defpath}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    for name in ("CFU_WITNESS_LISTEN", "CFU_WITNESS_DIR", "CFU_WITNESS_LOG_KEY", "WITNESS_SIGNING_KEY"):
        assert name in done.stderr
