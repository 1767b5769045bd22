"""What is running: written by the supervisor, read by `status`, `down` and a second `up`."""

import json
import signal
from collections.abc import Mapping, Sequence
from typing import Any

from local_suite.keys import SIGN_IN_EMAIL
from local_suite.paths import Paths, read_json, write_json
from local_suite.processes import Child, Identity
from local_suite.services import Site

LEFT_OVER_SECONDS = 5.0
NOT_RUNNING = "The suite is not running; start it with: ./dev up"


def write(site: Site, supervisor: Identity, children: Sequence[Child], *, ready: bool) -> None:
    services = {child.name: _service(site, child) for child in children}
    write_json(
        site.paths.status,
        {
            "ready": ready,
            "supervisor": {"pid": supervisor.pid, "started": supervisor.started},
            "baseUrl": site.base_url,
            "signIn": {"email": SIGN_IN_EMAIL, "password": site.keys["SIGN_IN_PASSWORD"]},
            "natsUrl": site.nats_url,
            "dataDir": str(site.paths.folder),
            "services": services,
        },
    )


def _service(site: Site, child: Child) -> dict[str, Any]:
    identity = Identity.of(child.pid) if child.pid else None
    entry: dict[str, Any] = {"pid": child.pid, "started": identity.started if identity else None}
    if child.name in site.migration_urls:
        entry["databaseUrl"] = site.migration_urls[child.name]
    if child.name not in ("postgres", "nats"):
        entry["healthUrl"] = site.health_url(child.name)
    return entry


def supervisor(paths: Paths) -> Identity | None:
    """The supervisor that runs now, if one does."""
    record = read_json(paths.status).get("supervisor")
    identity = Identity(record["pid"], record["started"]) if record else None
    return identity if identity and identity.alive else None


def is_ready(paths: Paths, pid: int) -> bool:
    """Whether this very supervisor has everything up."""
    record = read_json(paths.status)
    return bool(record) and record["ready"] and record["supervisor"]["pid"] == pid


def recorded(paths: Paths) -> list[Identity]:
    """Every child that the last supervisor wrote down."""
    services: Mapping[str, Mapping[str, Any]] = read_json(paths.status).get("services", {})
    return [Identity(entry["pid"], entry["started"]) for entry in services.values() if entry["started"]]


def report(paths: Paths, *, as_json: bool) -> int:
    if supervisor(paths) is None:
        print(json.dumps({"ready": False, "services": {}}) if as_json else NOT_RUNNING)
        return 1
    record = read_json(paths.status)
    if as_json:
        print(json.dumps(record, indent=2))
        return 0
    print(f"{record['baseUrl']}  ({'ready' if record['ready'] else 'starting'}; data in {record['dataDir']})")
    print(f"Sign in as {record['signIn']['email']} with {record['signIn']['password']}")
    for name, entry in record["services"].items():
        alive = entry["started"] and Identity(entry["pid"], entry["started"]).alive
        pid = f"pid {entry['pid']}" if alive else "down"
        print(f"  {name:<9} {pid:<12} {entry.get('healthUrl', '')}")
    return 0


def stop(paths: Paths, seconds: float) -> int:
    """Ask the supervisor to stop all; end by force, of what it started, only what is left."""
    running = supervisor(paths)
    if running is None and not any(child.alive for child in recorded(paths)):
        print(NOT_RUNNING)
        return 0
    if running:
        running.send(signal.SIGTERM)
        if not running.wait(seconds):
            running.send(signal.SIGKILL)
    end_left_over(paths)
    print("Stopped.")
    return 0


def end_left_over(paths: Paths) -> None:
    """End what outlived a supervisor that was killed: its death asked each child to stop, but not all may have."""
    for child in recorded(paths):
        if not child.wait(LEFT_OVER_SECONDS):
            child.send(signal.SIGKILL)
            child.wait(LEFT_OVER_SECONDS)
    paths.status.unlink(missing_ok=True)
