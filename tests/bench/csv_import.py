"""Import of a CSV file through the service, beside one bare loop of seal + blind index + COPY on the same rows.

Run: python tests/bench/csv_import.py [rows]

The bare loop seals 6 fields under one key, computes 3 blind indexes and copies into a table with their three
indexes. It has no data key per contact, no name search, no matching, no row-level security, no validation, no
events and no audit: all of that is what the ratio pays for.
"""

import base64
import csv
import hmac
import io
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import uuid_utils
import uvloop
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contactfollowup.crm.v1.imports_pb2 import UploadContactImportRequest, UploadEnd
from crm.app import use_cases
from crm.imports.rpc import Contents
from kit.db import Database
from kit.run import settle_memory
from kit.testing.callers import make_caller
from kit.testing.plugin import PASSWORD, create_database
from kit.testing.servers import PostgresServer
from phi_crypto import MasterKeys

ROUNDS = 3
BATCH = 1000
HEADER = "First Name,Last Name,Email,Phone,Date of Birth,Lifecycle Stage,Street,City,State,Zip\n"
SEALED = (0, 1, 2, 3, 4, 6)
INDEXED = (2, 3, 4)
BARE_TABLE = """
DROP TABLE IF EXISTS bare;
CREATE TABLE bare (id uuid PRIMARY KEY, lifecycle text, a text, b text, c text, d text, e text, f text,
    x bytea, y bytea, z bytea);
CREATE INDEX ON bare (x); CREATE INDEX ON bare (y); CREATE INDEX ON bare (z);
GRANT ALL ON bare TO crm_app"""
COLUMNS = ("id", "lifecycle", "a", "b", "c", "d", "e", "f", "x", "y", "z")


def file_of(rows: int) -> bytes:
    lines = (
        f"First{n % 3000},Last{n},p{n}@example.com,(415) {200 + n // 10000}-{n % 10000:04},"
        f"{1930 + n % 80}-{1 + n % 12:02}-{1 + n % 28:02},lead,{n} Main Street,Oakland,CA,94601\n"
        for n in range(rows)
    )
    return (HEADER + "".join(lines)).encode()


def sealed(cipher: AESGCM, text: str, binding: bytes) -> str:
    nonce = os.urandom(12)
    return "v1." + base64.urlsafe_b64encode(nonce + cipher.encrypt(nonce, text.encode(), binding)).decode()


async def bare(content: bytes, database: asyncpg.Connection) -> None:
    cipher, key = AESGCM(secrets.token_bytes(32)), secrets.token_bytes(32)
    reader = csv.reader(io.StringIO(content.decode()))
    next(reader)
    records = []
    for cells in reader:
        row_id = UUID(int=uuid_utils.uuid7().int)
        binding = b"workspace|contacts|" + row_id.bytes
        records.append(
            (
                row_id,
                cells[5],
                *(sealed(cipher, cells[place], binding) for place in SEALED),
                *(hmac.digest(key, cells[place].encode(), "sha256")[:16] for place in INDEXED),
            )
        )
        if len(records) == BATCH:
            await database.copy_records_to_table("bare", records=records, columns=COLUMNS)
            records = []
    await database.copy_records_to_table("bare", records=records, columns=COLUMNS)


class Unlimited:
    async def contact_limit(self, _: UUID) -> None:
        return None


async def through_the_service(content: bytes, database: Database) -> None:
    keys, index_key, page_key = (secrets.token_bytes(32) for _ in range(3))
    made = use_cases(database, MasterKeys(keys), index_key, page_key, Unlimited())
    caller = make_caller()

    async def pieces() -> AsyncIterator[UploadContactImportRequest]:
        for start in range(0, len(content), 1 << 18):
            yield UploadContactImportRequest(content=content[start : start + (1 << 18)])
        yield UploadContactImportRequest(end=UploadEnd())

    found = await made.imports.upload(caller, "", Contents(pieces()))
    while await made.runner.work_next():
        continue
    done = await made.imports.get(make_caller(caller.workspace_id), found.import_id)
    if done.counts.created != content.count(b"\n") - 1:
        raise RuntimeError(f"the import went wrong: {done.counts} {done.failure_reason}")


async def rate(rows: int, work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """Rows a second, and microseconds of this process's CPU a row."""
    started, cpu = time.perf_counter(), time.process_time()
    await work()
    return rows / (time.perf_counter() - started), (time.process_time() - cpu) / rows * 1e6


async def measure(server: PostgresServer, rows: int) -> None:
    urls = await create_database(server, "crm")
    database, connection = await Database.connect(urls.application), await asyncpg.connect(urls.superuser)
    content = file_of(rows)
    settle_memory()
    results: list[tuple[float, float]] = []
    for number in range(1, ROUNDS + 1):
        await connection.execute(BARE_TABLE)
        base, base_cpu = await rate(rows, lambda: bare(content, connection))
        own, own_cpu = await rate(rows, lambda: through_the_service(content, database))
        results.append((base, own))
        print(
            f"round {number}: bare {base:7,.0f} rows/s {base_cpu:4.0f} us CPU   "
            f"import {own:7,.0f} rows/s {own_cpu:4.0f} us CPU   ratio {own / base:.2f}"
        )
    print(f"median ratio {statistics.median(own / base for base, own in results):.2f}   goal 0.60   floor 0.40")
    await connection.close()
    await database.close()


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer.start(Path(folder) / "postgres", password=PASSWORD)
        try:
            uvloop.run(measure(server, rows))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
