"""All wiring of the edge, readable as a list: settings -> clients -> who is signed in -> routes -> layers -> server."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.types import ASGIApp

from kit import metrics
from kit.bus import Bus
from kit.errors import Unavailable
from kit.log import get_logger
from kit.principal import REVOKED_SUBJECT
from kit.run import background, settle_memory

from .clients import Peers, connect
from .middleware.access_log import AccessLog
from .middleware.entry import Entry
from .middleware.limits import Limits, RateLimits
from .middleware.security_headers import SecurityHeaders
from .pages.health import Health
from .protocol import BoundedHeadProtocol
from .resource import nothing_here
from .routes import all_endpoints, routes
from .sessions.authentication import ACCESS_CHANGED_SUBJECTS, Authentication
from .sessions.principals import Principals
from .settings import Settings

BACKLOG = 2048
DRAIN_SECONDS = 20
KEEP_ALIVE_SECONDS = 75
RECONNECT_SECONDS = 1.0
# What a framework would tell of a request holds addresses and bodies: PHI.
SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
log = get_logger()


class Edge:
    """The edge without its sockets: `asgi` answers requests, `authentication` and `health` want their news."""

    def __init__(self, settings: Settings, peers: Peers) -> None:
        rates = RateLimits(settings.session_rate, settings.address_rate, settings.sign_in_rate, time.monotonic)
        self.health = Health(peers, time.monotonic)
        self.authentication = Authentication(peers["identity"], Principals(time.monotonic), rates)
        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry=SILENT)
        endpoints = all_endpoints(settings, peers, self.authentication, rates, self.health)
        app.router.routes[:] = routes(endpoints, settings.public_origin)
        app.router.redirect_slashes = False
        app.router.default = nothing_here
        # Resources answer every error themselves: the layers that FastAPI puts around its router would never act.
        self.asgi = layers(app.router, rates)


def layers(app: ASGIApp, rates: RateLimits) -> ASGIApp:
    """What a request passes, outermost first in effect: headers, id, log, limits, routes."""
    return SecurityHeaders(Entry(AccessLog(Limits(app, rates))))


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Serves until `stop` is set, then lets what is under way finish."""
    peers = connect(settings)
    edge = Edge(settings, peers)
    try:
        async with background(edge.health.watch(), listen_for_revocations(settings, edge.authentication)):
            metrics.serve(settings.metrics_listen)
            await serve(settings, edge.asgi, stop)
    finally:
        for peer in peers.values():
            await peer.close()


async def serve(settings: Settings, asgi: ASGIApp, stop: asyncio.Event) -> None:
    """Raises Unavailable when the address is taken."""
    server = QuietServer(server_config(settings, asgi))
    settle_memory()
    listening = listen(settings.listen)
    log.info("server.started", address=settings.listen)
    async with background(ends(server, stop)):
        await server.serve(sockets=[listening])
    log.info("server.stopped")


def listen(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), int(port)), family=family, backlog=BACKLOG)
    except (OSError, ValueError):
        raise Unavailable(f"{address} cannot be listened on.") from None


def server_config(settings: Settings, asgi: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        asgi,
        loop="none",
        http=BoundedHeadProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


class QuietServer(uvicorn.Server):
    """uvicorn, with signals left to kit.run, which sets `stop` for every kind of process alike."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def ends(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


async def listen_for_revocations(settings: Settings, authentication: Authentication) -> None:
    """Hears at once which session ended, and that rights changed. Without NATS both take five seconds at most."""
    async with connected(settings) as bus:
        await bus.listen(REVOKED_SUBJECT, authentication.on_revoked)
        for subject in ACCESS_CHANGED_SUBJECTS:
            await bus.listen(subject, authentication.on_access_changed)
        await asyncio.Event().wait()


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Bus]:
    while True:
        try:
            bus = await Bus.connect(settings.nats_url, credentials=settings.nats_credentials)
            break
        except Unavailable:
            log.warning("bus.waiting")
            await asyncio.sleep(RECONNECT_SECONDS)
    try:
        yield bus
    finally:
        await bus.close()
