"""The supervisor: brings the whole suite up in order, keeps it up, takes it down in the reverse order."""

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import NoReturn

from kit.testing.servers import NatsServer, PostgresServer
from local_suite import authority, databases, keys, pages, ports, status
from local_suite.paths import Paths, read_json
from local_suite.preparation import StartError, prepare
from local_suite.processes import Child, Identity, spawn
from local_suite.services import (
    SERVICES,
    WITH_CERTIFICATE,
    WITH_DATABASE,
    Service,
    Site,
    environment,
    port_names,
    readiness,
)

READY_SECONDS = 60.0
HEALTH_POLL_SECONDS = 0.05
WATCH_SECONDS = 0.2


def say(text: str) -> None:
    print(text, flush=True)


def plan(paths: Paths, given: Mapping[str, str], gateway_port: int, *, running: bool = False) -> Site:
    """Decide where everything is: make what is missing of keys, certificates and ports.

    Of a running suite the ports are those it has.
    """
    paths.make()
    held = keys.load(paths.keys)
    authority.ensure(paths.tls, WITH_CERTIFICATE, datetime.now(UTC))
    chosen = read_json(paths.ports) if running else ports.load(paths.ports, port_names())
    own = databases.external(given)
    nats_url = f"nats://suite:{held['NATS_PASSWORD']}@{ports.LOOPBACK}:{chosen['nats']}"

    def urls(role: str, index: int) -> dict[str, str]:
        names = (service.name for service in WITH_DATABASE)
        port = chosen["postgres"]
        return {name: own[name][index] if name in own else databases.url(name, role, port, held) for name in names}

    return Site(
        paths=paths,
        keys=held,
        ports=chosen,
        gateway_port=gateway_port,
        nats_url=given.get("CFU_NATS_URL") or nats_url,
        database_urls=urls("app", 0),
        migration_urls=urls("owner", 1),
        given=given,
    )


class Suite:
    """One suite, from its first process to its last."""

    def __init__(self, site: Site, given: Mapping[str, str]) -> None:
        self.site = site
        self._embedded = [each.name for each in WITH_DATABASE if each.name not in databases.external(given)]
        self._servers = [
            *([self._postgres()] if self._embedded else []),
            *([] if given.get("CFU_NATS_URL") else [self._nats()]),
        ]
        self._services = [self._child(service) for service in SERVICES]
        found = Identity.of(os.getpid())
        assert found  # noqa: S101 - this process runs
        self._identity = found

    @property
    def children(self) -> list[Child]:
        return [*self._servers, *self._services]

    def start(self) -> None:
        pages.build()
        for server in self._servers:
            server.start()
        self._record(ready=False)
        prepare(self.site, self._embedded)
        for service in self._services:
            service.start()
        self._record(ready=False)
        self._await_ready()

    def seed(self) -> None:
        if read_json(self.site.paths.prepared).get("seeded"):
            return
        # Imported here: only the first start has use for an HTTP client.
        from local_suite.seeding import SeedingError, seed  # noqa: PLC0415

        try:
            say(f"Filled the sandbox with {seed(self.site)} synthetic patients.")
        except SeedingError as error:
            say(f"The sandbox is not filled, {error}. The next start tries again.")

    def announce(self) -> None:
        say(f"Ready: {self.site.base_url}")
        say(f"Sign in as {keys.SIGN_IN_EMAIL} with {self.site.keys['SIGN_IN_PASSWORD']}")
        self._record(ready=True)

    def watch(self) -> NoReturn:
        """Keep every child running until a signal ends this."""
        while True:
            time.sleep(WATCH_SECONDS)
            changed = [child.tend(time.monotonic(), say) for child in self.children]
            if any(changed):
                self._record(ready=True)

    def stop(self) -> None:
        """Gateway first, so that nothing new arrives, then the services, then the servers they need."""
        gateway, *services = self._services
        gateway.stop()
        for service in services:
            service.ask_to_stop()
        for child in (*services, *reversed(self._servers)):
            child.stop()

    def _postgres(self) -> Child:
        paths, log = self.site.paths, self.site.paths.log("postgres")
        password, port = self.site.keys["POSTGRES_PASSWORD"], self.site.ports["postgres"]
        start = partial(PostgresServer.start, paths.postgres, password=password, port=port, log=log)
        return Child("postgres", start, log)

    def _nats(self) -> Child:
        paths, log = self.site.paths, self.site.paths.log("nats")
        password, port = self.site.keys["NATS_PASSWORD"], self.site.ports["nats"]
        start = partial(NatsServer.start, paths.nats, user="suite", password=password, port=port, log=log)
        return Child("nats", start, log)

    def _child(self, service: Service) -> Child:
        log = self.site.paths.log(service.name)
        launch = partial(spawn, [service.module], environment(service, self.site), log)
        return Child(service.name, launch, log, readiness(service, self.site))

    def _record(self, *, ready: bool) -> None:
        status.write(self.site, self._identity, self.children, ready=ready)

    def _await_ready(self) -> None:
        waiting = list(self._services)
        deadline = time.monotonic() + READY_SECONDS
        while waiting:
            for child in waiting:
                if child.exit_code is not None:
                    raise StartError(_failure(child))
            waiting = [child for child in waiting if not child.ready()]
            if waiting and time.monotonic() > deadline:
                raise StartError(f"Not ready within {READY_SECONDS:.0f} s:\n" + _failure(waiting[0]))
            time.sleep(HEALTH_POLL_SECONDS if waiting else 0)


def _failure(child: Child) -> str:
    ended = "is not ready" if child.exit_code is None else f"ended with code {child.exit_code}"
    return f"{child.name} {ended}. The end of its log, {child.log}:\n{child.last_words(20)}"
