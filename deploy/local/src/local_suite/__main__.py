"""`python -m local_suite up|down|status|logs`: the suite on one machine."""

import argparse
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from kit.testing.servers import ServerError
from local_suite import letters, log_reader, people, ports, status
from local_suite.databases import ConfigurationError
from local_suite.pages import PagesError
from local_suite.paths import Paths
from local_suite.preparation import StartError
from local_suite.suite import Suite, plan, say

DEFAULT_PORT = 8080
STOP_SECONDS = 60.0
PORT_TAKEN = 2


def main(arguments: Sequence[str], given: Mapping[str, str]) -> int:
    os.umask(0o077)
    options = _parser().parse_args(arguments)
    paths = Paths.of(given)
    if options.task == "down":
        return status.stop(paths, STOP_SECONDS)
    if options.task == "status":
        return status.report(paths, as_json=options.json)
    if options.task == "logs":
        return log_reader.show(paths, options.service, follow=options.follow)
    if options.task == "mail":
        return letters.show(paths, options.to)
    if options.task == "sign-in":
        return people.sign_in(paths)
    if options.task == "create-user":
        return people.create(paths, given, options.email, options.role, options.workspace)
    if options.task == "operate":
        return people.operate(paths, given, options.arguments)
    try:
        port = int(options.port or given.get("CFU_PORT") or DEFAULT_PORT)
    except ValueError:
        return _complain("CFU_PORT must be a number from 1 to 65535.")
    return _detach(paths, port) if options.detach else _up(paths, given, port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    up = tasks.add_parser("up", help="start everything; Ctrl-C stops it")
    up.add_argument("--detach", action="store_true", help="return when all is ready and leave it running")
    up.add_argument("--port", type=int, help=f"port of the gateway (or CFU_PORT; {DEFAULT_PORT})")
    tasks.add_parser("down", help="stop everything")
    report = tasks.add_parser("status", help="what runs, where, and how to sign in")
    report.add_argument("--json", action="store_true", help="for programs")
    tasks.add_parser("sign-in", help="sign the cfu command in to the sandbox")
    user = tasks.add_parser("create-user", help="add someone to the sandbox; the password is read from stdin")
    user.add_argument("--email", required=True)
    user.add_argument("--role", required=True, help="ADMIN, MANAGER, STAFF, ..., or the id of a role of the workspace")
    user.add_argument("--workspace", choices=("sandbox", "production"), default="sandbox")
    operate = tasks.add_parser("operate", help="run an operator's command of identity: operate open-invoices")
    operate.add_argument("arguments", nargs=argparse.REMAINDER)
    mail = tasks.add_parser("mail", help="the newest letters that the suite sent")
    mail.add_argument("--to", default="", help="one address (all)")
    logs = tasks.add_parser("logs", help="what the processes wrote")
    logs.add_argument("service", nargs="?", help="one process (all)")
    logs.add_argument("--follow", action="store_true", help="keep printing what is added")
    return parser


def _up(paths: Paths, given: Mapping[str, str], port: int) -> int:
    with _only_one(paths) as first:
        if not first:
            return _complain("The suite of this clone is already running; see: ./dev status")
        if not ports.is_free(port):
            return _complain(f"Port {port} is taken by another program; choose another: ./dev up --port N", PORT_TAKEN)
        status.end_left_over(paths)
        return _run(paths, given, port)


def _run(paths: Paths, given: Mapping[str, str], port: int) -> int:
    # SIGTERM unwinds like Ctrl-C does, from wherever the start has got to.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    suite = None
    try:
        site = plan(paths, given, port)
        suite = Suite(site, given)
        suite.start()
        suite.seed()
        suite.announce()
        suite.watch()
    except KeyboardInterrupt:
        say("Stopping ...")
        return 0
    except (StartError, ServerError, ConfigurationError, PagesError) as error:
        return _complain(str(error))
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        if suite:
            suite.stop()
        paths.status.unlink(missing_ok=True)


def _detach(paths: Paths, port: int) -> int:
    """Run `up` in a session of its own, passing on what it says until it is ready or has failed."""
    paths.make()
    log = paths.log("suite")
    with log.open("ab") as output:
        start = output.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "local_suite", "up", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    with log.open() as lines:
        lines.seek(start)
        try:
            while True:
                code, ready = process.poll(), status.is_ready(paths, process.pid)
                print(lines.read(), end="", flush=True)
                if code is not None or ready:
                    return code or 0
                time.sleep(0.05)
        except KeyboardInterrupt:
            process.terminate()
            return process.wait()


@contextlib.contextmanager
def _only_one(paths: Paths) -> Iterator[bool]:
    """Hold the suite's lock, which the system lets go of however this process ends."""
    paths.make()
    with os.fdopen(os.open(paths.lock, os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _complain(text: str, code: int = 1) -> int:
    print(text, file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
