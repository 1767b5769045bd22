import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_suite.processes import Child, Identity, Program, last_lines, restart_delay, spawn, trim

DUMMY = """
import os, pathlib, signal, sys, time
def drain(*_):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    time.sleep(0.2)
    sys.exit(0)

signal.signal(signal.SIGTERM, drain)
print("here", sorted(os.environ), flush=True)
while not pathlib.Path("fail").exists():
    time.sleep(0.01)
sys.exit("could not go on")
"""


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    (tmp_path / "dummy.py").write_text(DUMMY)
    log = tmp_path / "dummy.log"
    made = Child("dummy", lambda: spawn(["dummy"], {"PYTHONPATH": str(tmp_path)}, log), log)
    yield made
    made.stop()


def started(child: Child) -> Identity:
    child.start()
    until(lambda: "here" in last_lines(child.log, 1))
    assert child.pid
    identity = Identity.of(child.pid)
    assert identity
    return identity


def test_a_child_is_given_its_environment_and_nothing_else(child: Child) -> None:
    started(child)
    seen = set(eval(last_lines(child.log, 1).removeprefix("here ")))
    assert seen - {"LC_CTYPE"} == {"PYTHONPATH"}


def test_stop_leaves_nothing(child: Child) -> None:
    identity = started(child)
    child.ask_to_stop()
    child.stop()
    assert child.exit_code == 0, "it was let drain"
    assert not identity.alive


def test_a_dead_child_is_started_again_after_its_delay_and_the_reason_is_told(child: Child, tmp_path: Path) -> None:
    first, told = started(child), list[str]()
    (tmp_path / "fail").touch()
    until(lambda: child.exit_code is not None)
    (tmp_path / "fail").unlink()
    now = time.monotonic()
    assert child.tend(now, told.append)
    assert "dummy ended with code 1" in told[0]
    assert "could not go on" in told[1]
    assert not child.tend(now + restart_delay(1) - 0.01, told.append)
    assert child.tend(now + restart_delay(1), told.append)
    assert child.pid != first.pid
    assert child.exit_code is None


def test_a_child_that_cannot_be_launched_is_tried_again(tmp_path: Path) -> None:
    def launch() -> Program:
        raise OSError("no such program")

    told: list[str] = []
    child = Child("broken", launch, tmp_path / "broken.log")
    child._due_at = 0.0
    assert child.tend(1.0, told.append)
    assert told == ["broken could not be started: no such program"]
    assert child.failures == 1
    assert not child.tend(1.0 + restart_delay(1) - 0.01, told.append)


def test_delays_grow_to_a_limit() -> None:
    delays = [restart_delay(failures) for failures in range(12)]
    assert delays == sorted(delays)
    assert delays[-1] == delays[-2] == 30


def test_a_killed_supervisor_leaves_no_orphan(child: Child, tmp_path: Path) -> None:
    (tmp_path / "supervisor.py").write_text(
        "import pathlib, sys, time\n"
        "from local_suite.processes import spawn\n"
        "made = spawn(['dummy'], {'PYTHONPATH': sys.argv[1]}, pathlib.Path(sys.argv[1], 'dummy.log'))\n"
        "print(made.process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, str(tmp_path / "supervisor.py"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        orphan = Identity.of(int(supervisor.stdout.readline()))
        assert orphan
        until(lambda: "here" in last_lines(child.log, 1))
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        until(lambda: not orphan.alive)


def test_a_recycled_pid_is_never_signalled() -> None:
    myself = Identity.of(os.getpid())
    assert myself
    assert myself.alive
    someone_else = Identity(myself.pid, "1")
    assert not someone_else.alive
    someone_else.send(signal.SIGKILL)


def test_a_log_that_grew_too_large_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local_suite.processes.LOG_LIMIT_BYTES", 10)
    log = tmp_path / "a.log"
    log.write_text("one\ntwo\n")
    trim(log)
    assert last_lines(log, 1) == "two"
    log.write_text("one\ntwo\nthree\n")
    trim(log)
    assert not log.exists()
    assert last_lines(tmp_path / "a.1.log", 2) == "two\nthree"
