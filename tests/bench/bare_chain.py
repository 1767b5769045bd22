"""The bare chain: HTTP -> FastAPI -> grpc.aio -> asyncpg SELECT of one row of 30 columns. Three processes, no security.

Every figure of the suite is given as a ratio to this, taken in the same run. `python tests/bench/bare_chain.py`
measures it alone; other benches use `started()`.
"""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import grpc
import load
import uvloop
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from kit.testing.servers import PostgresServer, free_port

COLUMNS = [f"column_{number}" for number in range(30)]
ROWS = 1000
METHOD = "/bare.Chain/Get"


def message(name: str, fields: list[str]) -> Any:
    file = descriptor_pb2.FileDescriptorProto(name=f"{name}.proto", package="bare", syntax="proto3")
    made = file.message_type.add(name=name)
    for number, field in enumerate(fields, 1):
        made.field.add(name=field, number=number, type=9, label=1)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"bare.{name}"))


REQUEST, ROW = message("Request", ["key"]), message("Row", COLUMNS)


async def serve_rows(url: str, port: int) -> None:
    pool = await asyncpg.create_pool(url, min_size=4, max_size=8)
    query = f"SELECT {', '.join(COLUMNS)} FROM bare WHERE key = $1"

    async def get(request: Any, _: object) -> Any:
        row = await pool.fetchrow(query, int(request.key))
        return ROW(**dict(row or {}))

    handler = grpc.unary_unary_rpc_method_handler(
        get, request_deserializer=REQUEST.FromString, response_serializer=ROW.SerializeToString
    )
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bare.Chain", {"Get": handler}),))
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await server.wait_for_termination()


def serve_http(service_port: int, port: int) -> None:
    import uvicorn
    from fastapi import FastAPI
    from pydantic import create_model

    app = FastAPI()
    fields: dict[str, Any] = dict.fromkeys(COLUMNS, (str, ...))
    reply = create_model("Row", **fields)
    calls: list[Any] = []

    @app.get("/rows/{key}", response_model=reply)
    async def get(key: int) -> Any:
        if not calls:
            channel = grpc.aio.insecure_channel(f"127.0.0.1:{service_port}")
            calls.append(
                channel.unary_unary(
                    METHOD, request_serializer=REQUEST.SerializeToString, response_deserializer=ROW.FromString
                )
            )
        row = await calls[0](REQUEST(key=str(key)))
        return {name: getattr(row, name) for name in COLUMNS}

    uvicorn.run(app, host="127.0.0.1", port=port, loop="uvloop", http="httptools", access_log=False, log_level="error")


async def fill(url: str) -> None:
    connection = await asyncpg.connect(url)
    columns = ", ".join(f"{name} text NOT NULL" for name in COLUMNS)
    await connection.execute(f"CREATE TABLE bare (key int PRIMARY KEY, {columns})")
    records = [(key, *(f"value {key} {name}" for name in COLUMNS)) for key in range(ROWS)]
    await connection.copy_records_to_table("bare", records=records)
    await connection.close()


@contextlib.contextmanager
def started() -> Iterator[int]:
    """Runs the chain; the port of its HTTP end."""
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer.start(Path(folder) / "postgres", password="bench")
        asyncio.run(fill(server.admin_url))
        rows, http = free_port(), free_port()
        command = [sys.executable, __file__]
        children = [
            subprocess.Popen([*command, "rows", server.admin_url, str(rows)]),
            subprocess.Popen([*command, "http", str(rows), str(http)]),
        ]
        try:
            for port in (rows, http):
                wait_for(port)
            yield http
        finally:
            for child in children:
                child.terminate()
                child.wait()
            server.stop()


def wait_for(port: int) -> None:
    for _ in range(400):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise SystemExit(f"nothing answers on port {port}")


def next_row() -> bytes:
    return load.request("GET", f"/rows/{int.from_bytes(os.urandom(2), 'big') % ROWS}")


def main() -> None:
    match sys.argv[1:]:
        case ["rows", url, port]:
            uvloop.run(serve_rows(url, int(port)))
        case ["http", service_port, port]:
            serve_http(int(service_port), int(port))
        case _:
            with started() as edge:
                load.measure(edge, next_row, seconds=1)
                measured = load.measure(edge, next_row, seconds=5)
                print(
                    f"bare chain: {measured.rate:.0f} requests/s, p50 {measured.p50:.1f} ms, p99 {measured.p99:.1f} ms"
                )


if __name__ == "__main__":
    main()
