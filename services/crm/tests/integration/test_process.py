"""The service as a process: it starts, works off an import by itself, and drains on SIGTERM."""

import asyncio
import base64
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import grpc
import pytest
import pytest_asyncio

from contactfollowup.identity.v1.subscriptions_pb2 import (
    PLAN_ENTERPRISE,
    Entitlements,
    GetWorkspaceEntitlementsRequest,
    GetWorkspaceEntitlementsResponse,
)
from crm.app import UseCases
from crm.imports.model import State
from crm.limits.clients import ENTITLEMENTS
from kit.caller import Caller
from kit.server import credentials
from kit.testing.plugin import ServiceDatabase
from kit.testing.servers import free_port

from .conftest import DATA_KEY, INDEX_KEY, PAGE_KEY, Upload

KILLS = 2


def encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


async def unlimited(_: GetWorkspaceEntitlementsRequest, __: object) -> GetWorkspaceEntitlementsResponse:
    """What identity says of every workspace here."""
    return GetWorkspaceEntitlementsResponse(entitlements=Entitlements(plan=PLAN_ENTERPRISE))


@pytest_asyncio.fixture(loop_scope="session")
async def identity(tls_dirs: Callable[[str], Path]) -> AsyncIterator[str]:
    server, address = grpc.aio.server(), f"127.0.0.1:{free_port()}"
    service, _, method = ENTITLEMENTS.partition("/")
    handler = grpc.unary_unary_rpc_method_handler(
        unlimited,
        request_deserializer=GetWorkspaceEntitlementsRequest.FromString,
        response_serializer=GetWorkspaceEntitlementsResponse.SerializeToString,
    )
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(service, {method: handler})])
    server.add_secure_port(address, credentials(tls_dirs("identity")))
    await server.start()
    yield address
    await server.stop(None)


@pytest.fixture
def environment(urls: ServiceDatabase, nats_url: str, tls_dirs: Callable[[str], Path], identity: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "CFU_LISTEN": f"127.0.0.1:{free_port()}",
        "CFU_HEALTH_LISTEN": f"127.0.0.1:{free_port()}",
        "CFU_TLS_DIR": str(tls_dirs("crm")),
        "CFU_DATABASE_URL": urls.application,
        "CFU_NATS_URL": nats_url,
        "CFU_IDENTITY_ADDRESS": identity,
        "CFU_PRINCIPAL_PUBLIC_KEYS": f"test:{encoded(b'k' * 32)}",
        "CFU_PAGE_KEY": encoded(PAGE_KEY),
        "CRM_DATA_KEY": encoded(DATA_KEY),
        "CRM_INDEX_KEY": encoded(INDEX_KEY),
    }


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "crm", *arguments],
        env=environment,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


async def finished(
    caller: Caller, upload: Upload, content: bytes, made: UseCases, run: Callable[[], subprocess.Popen[str]]
) -> tuple[int, int]:
    """Counts of rows created and processed by processes that are killed on the way, all but the last."""

    found = await upload(content)
    for number in range(KILLS + 1):
        process, at = run(), found.counts.processed
        while found.state not in (State.SUCCEEDED, State.FAILED):
            assert process.poll() is None, process.communicate()[1]
            if number < KILLS and found.counts.processed > at:
                break
            await asyncio.sleep(0.02)
            found = await made.imports.get(caller, found.import_id)
        process.send_signal(signal.SIGTERM if number == KILLS else signal.SIGKILL)
        code = await asyncio.to_thread(process.wait, 30)
        _, problems = process.communicate()
        assert code == (0 if number == KILLS else -signal.SIGKILL), problems
    return found.counts.created, found.counts.processed


async def test_a_process_killed_during_an_import_leaves_it_to_the_next(
    crm: UseCases, caller: Caller, upload: Upload, environment: dict[str, str]
) -> None:
    content = b"First,Last,E-mail\n" + b"".join(b"Ann%d,Lee,a%d@example.com\n" % (n, n) for n in range(20_000))
    counts = await finished(caller, upload, content, crm, lambda: start(environment))
    assert counts == (20_000, 20_000)


@pytest.mark.parametrize("missing", ["CRM_DATA_KEY", "CRM_INDEX_KEY", "CFU_DATABASE_URL"])
def test_it_refuses_to_start_and_names_what_is_missing(environment: dict[str, str], missing: str) -> None:
    del environment[missing]
    process = start(environment)
    _, problems = process.communicate(timeout=30)
    assert process.returncode == 2
    assert missing in problems


def test_keys_are_wrapped_again_by_a_command(environment: dict[str, str]) -> None:
    process = start(environment, "rewrap-keys")
    _, problems = process.communicate(timeout=30)
    assert process.returncode == 0, problems
