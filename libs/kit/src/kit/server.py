"""The gRPC server: one process, one event loop, mTLS; health on a plaintext port of its own; drains on SIGTERM."""

import asyncio
from pathlib import Path

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from kit import metrics
from kit.client import METADATA_OPTIONS
from kit.handlers import HandlerMaker, Recorder
from kit.log import get_logger
from kit.principal import Verifier
from kit.run import settle_memory
from kit.settings import ServiceSettings

LARGEST_MESSAGE = 4 * 1024 * 1024
DRAIN_SECONDS = 20.0
OPTIONS = (
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.max_concurrent_streams", 512),
    ("grpc.max_connection_age_ms", 300_000),
    ("grpc.max_connection_age_grace_ms", 30_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 20_000),
    ("grpc.so_reuseport", 0),
    *METADATA_OPTIONS,
)
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING

log = get_logger()


class Server:
    """Serves the services added to it, for the service called `name`."""

    def __init__(self, name: str, settings: ServiceSettings, verifier: Verifier, recorder: Recorder) -> None:
        self._settings = settings
        self._maker = HandlerMaker(name, verifier, recorder)
        self._server = grpc.aio.server(options=OPTIONS)
        self._health_server = grpc.aio.server(options=(("grpc.so_reuseport", 0),))
        self._health = health.aio.HealthServicer()
        self._services: list[str] = []

    def add(self, service: ServiceDescriptor, servicer: object) -> None:
        """Adds a service. Raises ContractError when the contract or the servicer is incomplete."""
        handlers = self._maker.handlers(service, servicer)
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service.full_name, handlers),))
        self._services.append(service.full_name)

    async def serve(self, stop: asyncio.Event) -> None:
        """Answers calls until `stop` is set, then says so, finishes what runs, and returns."""
        self._add_ports()
        await self._server.start()
        await self._health_server.start()
        await self._set_health(SERVING)
        metrics.serve(self._settings.metrics_listen)
        settle_memory()
        log.info("server.started", address=self._settings.listen)
        await stop.wait()
        await self._set_health(NOT_SERVING)
        await self._server.stop(DRAIN_SECONDS)
        await self._health_server.stop(0)
        log.info("server.stopped")

    def _add_ports(self) -> None:
        if self._settings.environment == "development":
            reflection.enable_server_reflection([*self._services, reflection.SERVICE_NAME], self._server)
        self._server.add_secure_port(self._settings.listen, credentials(self._settings.tls_dir))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._health_server)
        self._health_server.add_insecure_port(self._settings.health_listen)

    async def _set_health(self, state: int) -> None:
        for service in ["", *self._services]:
            await self._health.set(service, state)


def credentials(tls_dir: Path) -> grpc.ServerCredentials:
    """mTLS from ca.pem, cert.pem and key.pem: a peer without a certificate of our authority is refused."""
    pair = ((tls_dir / "key.pem").read_bytes(), (tls_dir / "cert.pem").read_bytes())
    authority = (tls_dir / "ca.pem").read_bytes()
    return grpc.ssl_server_credentials([pair], authority, require_client_auth=True)
