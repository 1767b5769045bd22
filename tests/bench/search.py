"""Searches as the practice grows: the same questions among few and among many contacts, in one run.

`python tests/bench/search.py [few] [many] [seconds]`: loads that many contacts by import, and compares p50 and p99.
"""

import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import load
from edge import NO_LIMITS, family, settle
from running_suite import RunningSuite, running_suite

ROWS_PER_FILE = 50_000
HEADER = "first name,last name,email,phone,date of birth\n"
ROUNDS = 5
# One page of the same size at either number, so that what grows is the looking only.
PAGE = 20
WARM_UP_SECONDS = 2.0


def row(number: int) -> str:
    day = f"{1940 + number % 70}-{1 + number % 12:02}-{1 + number % 28:02}"
    return f"Given{number % 97},{family(number)},person{number}@example.com,+1202{2_000_000 + number},{day}\n"


def fill(suite: RunningSuite, first: int, end: int) -> None:
    for start in range(first, end, ROWS_PER_FILE):
        rows = "".join(row(number) for number in range(start, min(end, start + ROWS_PER_FILE)))
        answer = suite.upload((HEADER + rows).encode())
        assert answer.status in {200, 202}, answer.body
        done = suite.wait_for_import(answer.json["importId"], seconds=1800)
        assert done["state"] == "CONTACT_IMPORT_STATE_SUCCEEDED", done


def questions(suite: RunningSuite, count: int) -> dict[str, Callable[[], bytes]]:
    headers = [("Cookie", suite.cookie)]
    # A stride that shares no factor with the count: neighbours in time are no neighbours on disk.
    numbers = itertools.cycle(number * 7_919 % count for number in range(count))

    def post(question: Callable[[int], dict[str, object]]) -> Callable[[], bytes]:
        def next_request() -> bytes:
            body = json.dumps({**question(next(numbers)), "pageSize": PAGE}).encode()
            return load.request("POST", "/api/v1/contacts:search", headers=headers, body=body)

        return next_request

    return {
        "e-mail": post(lambda number: {"email": f"person{number}@example.com"}),
        "phone": post(lambda number: {"phone": f"+1202{2_000_000 + number}"}),
        "name, 2 letters": post(lambda number: {"query": family(number)[:2]}),
        "name, 4 letters": post(lambda number: {"query": family(number)[:4]}),
        "both names": post(lambda number: {"query": f"given{number % 97} {family(number)}"}),
    }


def measured(suite: RunningSuite, count: int, seconds: float) -> dict[str, list[load.Measured]]:
    found: dict[str, list[load.Measured]] = {}
    for name, next_request in questions(suite, count).items():
        load.measure(suite.port, next_request, seconds=WARM_UP_SECONDS)
        for _ in range(ROUNDS):
            settle(suite)
            found.setdefault(name, []).append(load.measure(suite.port, next_request, seconds=seconds))
    return found


# Contacts before, contacts after, seconds of each measurement.
DEFAULTS = [10_000.0, 1_000_000.0, 3.0]


def main() -> None:
    given = [float(argument) for argument in sys.argv[1:4]]
    few, many, seconds = [*given, *DEFAULTS[len(given) :]]
    with running_suite(**NO_LIMITS) as suite:
        started = time.monotonic()
        fill(suite, 0, int(few))
        before = measured(suite, int(few), seconds)
        fill(suite, int(few), int(many))
        print(f"{int(many):,} contacts after {time.monotonic() - started:.0f} s")
        show(before, measured(suite, int(many), seconds))


def show(few: dict[str, list[load.Measured]], many: dict[str, list[load.Measured]]) -> None:
    print("search by          few: p50    p99   many: p50    p99   p99 x   goal 2, floor 3   failed")
    for name, before in few.items():
        after = many[name]
        p50, p99 = (
            tuple(statistics.median(getattr(one, key) for one in side) for side in (before, after))
            for key in ("p50", "p99")
        )
        failed = sum(one.failures for one in (*before, *after))
        print(f"{name:18} {p50[0]:8.1f} {p99[0]:6.1f} {p50[1]:11.1f} {p99[1]:6.1f} {p99[1] / p99[0]:7.2f} {failed:24}")


if __name__ == "__main__":
    main()
