"""The process: starts without its peers, says so, answers what it can, and ends well."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import httpx

from kit.testing.servers import free_port


async def start(environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway",
        env={"PATH": os.defpath, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def environment(listen: str, tls_dir: Path) -> dict[str, str]:
    nowhere = f"127.0.0.1:{free_port()}"
    return {
        "CFU_HTTP_LISTEN": listen,
        "CFU_PUBLIC_URL": "https://crm.example.com",
        "CFU_TLS_DIR": str(tls_dir),
        "CFU_NATS_URL": f"nats://{nowhere}",
        "CFU_IDENTITY_ADDRESS": nowhere,
        "CFU_CRM_ADDRESS": nowhere,
        "CFU_AUDIT_ADDRESS": nowhere,
    }


async def answered(url: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        for _ in range(500):
            try:
                return await client.get(url)
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
    raise AssertionError("the edge did not start")


async def test_it_refuses_to_start_and_names_all_that_is_missing() -> None:
    process = await start({"CFU_PUBLIC_URL": "no origin"})
    _, errors = await process.communicate()
    assert process.returncode == 2
    told = errors.decode()
    for name in ("CFU_HTTP_LISTEN", "CFU_PUBLIC_URL", "CFU_TLS_DIR", "CFU_CRM_ADDRESS"):
        assert name in told
    assert "no origin" not in told


async def test_it_gives_up_in_one_line_when_its_address_is_taken(tls_dirs: Callable[[str], Path]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        process = await start(environment(listen, tls_dirs("gateway")))
        _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (1, f"gateway gives up: {listen} cannot be listened on.\n")


async def test_it_waits_for_nobody_and_drains_on_sigterm(tls_dirs: Callable[[str], Path]) -> None:
    listen = f"127.0.0.1:{free_port()}"
    process = await start(environment(listen, tls_dirs("gateway")))
    health = await answered(f"http://{listen}/healthz")
    assert (health.status_code, health.json()["missing"]) == (503, ["audit", "crm", "identity"])
    path = "/api/v1/contacts/secret-id?tag=secret-tag"
    async with httpx.AsyncClient(headers={"cookie": "hn_session=secret-token"}) as client:
        refused = await client.get(f"http://{listen}{path}")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    process.send_signal(signal.SIGTERM)
    logged, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert b'"route":"/api/v1/contacts/{contact_id}"' in logged
    assert b"secret" not in logged
