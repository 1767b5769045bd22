"""Signing in, beside what Argon2id alone allows: `python tests/bench/sign_in.py [seconds]`.

Two hashes are verified at a time, so two threads that do nothing else are the bound. Rounds are interleaved.
"""

import contextlib
import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import load
from argon2 import PasswordHasher
from running_suite import running_suite

ROUNDS = 4
THREADS = 2
NO_LIMITS = dict.fromkeys(("CFU_RATE_LIMIT_SIGN_IN", "CFU_RATE_LIMIT_ADDRESS"), "100000/200000")
PASSWORD = "a fine long passphrase 7"


def verified(seconds: float) -> float:
    """Verifications a second by threads that do nothing else."""
    hasher = PasswordHasher()
    made = hasher.hash(PASSWORD)
    end = time.perf_counter() + seconds

    def work(_: int) -> int:
        count = 0
        while time.perf_counter() < end:
            hasher.verify(made, PASSWORD)
            count += 1
        return count

    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(work, range(THREADS))) / seconds


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    with running_suite(**NO_LIMITS) as suite, contextlib.suppress(KeyboardInterrupt):
        known = suite.call("POST", "/api/v1/session", suite.status["signIn"], cookie="")
        device = known.headers["set-cookie"].partition("hn_device=")[2].partition(";")[0]
        body = json.dumps(suite.status["signIn"]).encode()
        sign_in = load.request("POST", "/api/v1/session", headers=[("Cookie", f"hn_device={device}")], body=body)
        rounds = []
        for _ in range(ROUNDS):
            alone = verified(seconds)
            rounds.append((alone, load.measure(suite.port, lambda: sign_in, connections=4, seconds=seconds)))
    bound = statistics.median(alone for alone, _ in rounds)
    rate = statistics.median(measured.rate for _, measured in rounds)
    ratio = statistics.median(measured.rate / alone for alone, measured in rounds)
    print(f"argon2 alone {bound:.1f}/s  sign-in {rate:.1f}/s  ratio {ratio:.2f}")
    print(f"p50 {rounds[-1][1].p50:.0f} ms  failed {sum(measured.failures for _, measured in rounds)}")


if __name__ == "__main__":
    main()
