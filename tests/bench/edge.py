"""The suite through its edge, everything on, beside the bare chain: contact read, write, list and search as ratios.

`python tests/bench/edge.py [seconds]`: rounds are interleaved, medians compared, one run on one machine.
"""

import contextlib
import itertools
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bare_chain
import load
import psutil
from running_suite import RunningSuite, running_suite

ROUNDS = 5
GOALS = {
    "read": (0.90, 0.60),
    "write": (0.50, 0.35),
    "list of 100": (0.30, 0.20),
    "search by e-mail": (0, 0),
    "search by name": (0, 0),
}
NO_LIMITS = {"CFU_RATE_LIMIT_SESSION": "100000/200000"}


SYLLABLES = tuple(re.findall("..", "bacedifoguhajekilomunaperisotuvawexiyoza"))


def family(number: int) -> str:
    """One of 8,000 family names, as different at their beginnings as names are."""
    shuffled = number * 2_654_435_761 % 8000
    return "".join(SYLLABLES[shuffled // step % 20] for step in (1, 20, 400)).capitalize()


def person(number: int) -> dict[str, object]:
    """Someone with the six sealed fields that the figures speak of."""
    return {
        "firstName": f"Given{number % 97}",
        "lastName": family(number),
        "email": f"person{number}@example.com",
        "phone": f"+1202555{number % 10000:04}",
        "dateOfBirth": f"{1940 + number % 70}-{1 + number % 12:02}-{1 + number % 28:02}",
        "address": {"street": f"{number} Main Street", "city": "Springfield", "region": "IL", "postalCode": "62701"},
    }


def requests_of(suite: RunningSuite) -> dict[str, Callable[[], bytes]]:
    made = [suite.call("POST", "/api/v1/contacts", person(number)).json["contactId"] for number in range(200)]
    contacts, numbers = itertools.cycle(made), itertools.count(1000)
    headers = [("Cookie", suite.cookie)]
    searched = itertools.cycle(range(200))

    def post(path: str, body: object) -> bytes:
        return load.request("POST", path, headers=headers, body=json.dumps(body).encode())

    return {
        "read": lambda: load.request("GET", f"/api/v1/contacts/{next(contacts)}", headers=headers),
        "write": lambda: post("/api/v1/contacts", person(next(numbers))),
        "list of 100": lambda: load.request("GET", "/api/v1/contacts?pageSize=100", headers=headers),
        "search by e-mail": lambda: post("/api/v1/contacts:search", {"email": person(next(searched))["email"]}),
        "search by name": lambda: post("/api/v1/contacts:search", {"query": family(next(searched))[:4]}),
    }


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    with bare_chain.started() as bare, running_suite(**NO_LIMITS) as suite:
        paths = {"bare chain": (bare, bare_chain.next_row)}
        paths |= {name: (suite.port, next_request) for name, next_request in requests_of(suite).items()}
        measured: dict[str, list[load.Measured]] = {name: [] for name in paths}
        for number in range(ROUNDS + 1):
            for name, (port, next_request) in paths.items():
                settle(suite)
                result = load.measure(port, next_request, seconds=seconds)
                if number:
                    measured[name].append(result)
    show(measured)


def settle(suite: RunningSuite) -> None:
    """Waits until what the last load left to do in the background is done, so that no path pays for another."""
    children = psutil.Process(suite.status["supervisor"]["pid"]).children(recursive=True)
    for _ in range(100):
        before = cpu_seconds(children)
        time.sleep(0.3)
        if cpu_seconds(children) - before < 0.06:
            return


def cpu_seconds(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def show(measured: dict[str, list[load.Measured]]) -> None:
    base = measured["bare chain"]
    print("path                 req/s  ratio  goal floor  p50 ms  p99 ms  p99 x failed")
    for name, results in measured.items():
        rate = statistics.median(one.rate for one in results)
        ratio = statistics.median(one.rate / other.rate for one, other in zip(results, base, strict=True))
        tail = statistics.median(one.p99 / other.p99 for one, other in zip(results, base, strict=True))
        goal, floor = GOALS.get(name, (0, 0))
        p50, p99 = (statistics.median(getattr(one, key) for one in results) for key in ("p50", "p99"))
        failures = sum(one.failures for one in results)
        print(
            f"{name:18} {rate:7.0f} {ratio:6.2f} {goal:5.2f} {floor:5.2f} {p50:7.1f} {p99:7.1f} {tail:6.2f} {failures}"
        )


if __name__ == "__main__":
    main()
