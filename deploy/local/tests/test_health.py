import asyncio
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio

from kit.testing.servers import free_port
from local_suite import health

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


@pytest.fixture
async def server() -> AsyncIterator[tuple[int, Any]]:
    made, servicer = grpc.aio.server(), aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, made)
    port = made.add_insecure_port("127.0.0.1:0")
    await made.start()
    yield port, servicer
    await made.stop(None)


async def test_ready_is_what_the_server_says(server: tuple[int, Any]) -> None:
    port, servicer = server
    await servicer.set("", NOT_SERVING)
    assert not await asyncio.to_thread(health.grpc_ready, port)
    await servicer.set("", SERVING)
    assert await asyncio.to_thread(health.grpc_ready, port)


async def test_a_server_without_the_health_service_is_not_ready() -> None:
    made = grpc.aio.server()
    port = made.add_insecure_port("127.0.0.1:0")
    await made.start()
    assert not await asyncio.to_thread(health.grpc_ready, port)
    await made.stop(None)


def test_nothing_listening_is_not_ready() -> None:
    assert not health.grpc_ready(free_port())
    assert not health.http_ready(free_port())
