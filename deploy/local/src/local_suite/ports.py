"""Which port each process listens on: chosen once and remembered, chosen again when taken."""

import random
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from local_suite.paths import read_json, write_json

LOOPBACK = "127.0.0.1"

# Below the range from which the kernel takes ports for outgoing connections: one of those must not sit on
# a port when the process that owns it is started again.
RANGE = range(20_000, 32_000)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose(names: Sequence[str], kept: Mapping[str, int], free: Callable[[int], bool] = is_free) -> dict[str, int]:
    """A free port for every name, the kept one where it can be."""
    chosen: dict[str, int] = {}
    for name in names:
        port = kept.get(name, 0)
        while not port or port in chosen.values() or not free(port):
            port = random.choice(RANGE)  # noqa: S311 - a port is no secret
        chosen[name] = port
    return chosen


def load(path: Path, names: Sequence[str]) -> dict[str, int]:
    kept = read_json(path)
    chosen = choose(names, kept)
    if chosen != kept:
        write_json(path, chosen)
    return chosen
