"""Services know each other by certificate: a method for some services refuses every other one, over real mTLS."""

import asyncio
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message_factory import GetMessageClass

import contactfollowup
from kit import contract
from kit.caller import Caller
from kit.client import Client
from kit.errors import Error, Forbidden, RuleBroken, Unavailable
from kit.principal import Verifier
from kit.server import Server
from kit.settings import ServiceSettings
from kit.testing.plugin import SERVICES
from kit.testing.servers import free_port


class Everything:
    """Implements every method, by saying that it was reached."""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def reached(request: Any, caller: Caller) -> Any:
            raise RuleBroken

        return reached


class NothingRecorded:
    def begin(self) -> None: ...

    def end(self) -> None: ...

    async def record(self, made: Any) -> None: ...


def allowed(rpc: MethodDescriptor) -> set[str]:
    return set(contract.method(rpc).access.service.names)


def internal() -> list[MethodDescriptor]:
    every = (rpc for service in services() for rpc in service.methods)
    return [rpc for rpc in every if contract.method(rpc).access.WhichOneof("rule") == "service"]


def services() -> list[ServiceDescriptor]:
    modules = pkgutil.walk_packages(contactfollowup.__path__, "contactfollowup.")
    files = (import_module(module.name).DESCRIPTOR for module in modules if module.name.endswith("_pb2"))
    return [service for file in files for service in file.services_by_name.values()]


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def address(tls_dirs: Callable[[str], Path]) -> AsyncIterator[str]:
    listen = f"127.0.0.1:{free_port()}"
    settings = ServiceSettings(
        environment="production",
        metrics_listen="",
        tls_dir=tls_dirs("identity"),
        nats_url="",
        nats_credentials="",
        listen=listen,
        health_listen=f"127.0.0.1:{free_port()}",
        database_url="",
        database_connections=1,
        principal_keys={},
        page_key=b"",
    )
    server, stop = Server("identity", settings, Verifier({}), NothingRecorded()), asyncio.Event()
    for service in services():
        server.add(service, Everything())
    task = asyncio.create_task(server.serve(stop))
    yield listen
    stop.set()
    await task


async def called(client: Client, rpc: MethodDescriptor) -> Error:
    """How a call without content was refused."""
    method = f"{rpc.containing_service.full_name}/{rpc.name}"
    for _ in range(100):
        try:
            await client.call(method, GetMessageClass(rpc.input_type)())
        except Unavailable:
            await asyncio.sleep(0.05)
        except Error as refusal:
            return refusal
    raise AssertionError("the server did not start")


def test_there_are_methods_for_services() -> None:
    assert {"ExchangeSession", "ExchangeToken"} <= {rpc.name for rpc in internal()}


@pytest.mark.parametrize("name", SERVICES)
async def test_a_method_for_services_refuses_every_other_certificate(
    address: str, tls_dirs: Callable[[str], Path], name: str
) -> None:
    client = Client("identity", address, tls_dirs(name))
    for rpc in internal():
        refusal = await called(client, rpc)
        # An empty request may break a rule, which is checked after who calls.
        assert isinstance(refusal, Forbidden) is (name not in allowed(rpc)), (rpc.full_name, refusal.reason)
    await client.close()
