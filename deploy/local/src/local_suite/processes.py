"""Child processes: started with only what they need, started again when they die, none left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kit.testing.servers import end_with_parent

STOP_SECONDS = 35.0  # a service drains within 30 s
STEADY_SECONDS = 60.0
LONGEST_DELAY_SECONDS = 30.0
LOG_LIMIT_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Identity:
    """A process, told apart from a later one with the same pid by when it started."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> "Identity | None":
        """The process that has this pid now, if one does that has not ended."""
        try:
            text = Path("/proc", str(pid), "stat").read_text()
        except OSError:
            return None
        # The command's name, in parentheses, may itself hold spaces and parentheses.
        fields = text[text.rindex(")") + 2 :].split()
        return None if fields[0] in "ZX" else cls(pid, fields[19])

    @property
    def alive(self) -> bool:
        return Identity.of(self.pid) == self

    def send(self, number: signal.Signals) -> None:
        """Signal this process and no other."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait(self, seconds: float) -> bool:
        """Whether it ended in time; for processes that are not our children."""
        deadline = time.monotonic() + seconds
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.05)
        return not self.alive


class Running(Protocol):
    """What a launch gives: a process and the way to end it."""

    @property
    def process(self) -> subprocess.Popen[bytes]: ...
    def stop(self) -> None: ...


@dataclass(slots=True)
class Program:
    """A running `python -m ...`."""

    process: subprocess.Popen[bytes]
    _asked: bool = False

    def ask_to_stop(self) -> None:
        """Let it begin to drain. Once only: a second SIGTERM would cut the draining short."""
        if not self._asked and self.process.poll() is None:
            self.process.terminate()
        self._asked = True

    def stop(self) -> None:
        self.ask_to_stop()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def spawn(module: Sequence[str], environment: Mapping[str, str], log: Path) -> Program:
    """Start `python -m MODULE...` with this environment and no other; it ends when this process does."""
    with log.open("ab") as output:
        return Program(
            subprocess.Popen(
                [sys.executable, "-m", *module],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=log.parent,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 - prctl only, no Python state
            )
        )


def restart_delay(failures: int) -> float:
    """Seconds to wait before the next start, after so many quick deaths in a row."""
    return float(min(0.25 * 2**failures, LONGEST_DELAY_SECONDS))


@dataclass
class Child:
    """One supervised process."""

    name: str
    launch: Callable[[], Running]
    log: Path
    ready: Callable[[], bool] = lambda: True
    running: Running | None = None
    failures: int = 0
    _started_at: float = field(default=0.0, repr=False)
    _log_start: int = field(default=0, repr=False)
    _due_at: float | None = field(default=None, repr=False)

    def start(self) -> None:
        trim(self.log)
        self._due_at = None
        self._started_at = time.monotonic()
        self._log_start = self.log.stat().st_size if self.log.exists() else 0
        self.running = self.launch()

    def last_words(self, count: int) -> str:
        """The end of what it has logged since it was last started."""
        return last_lines(self.log, count, self._log_start)

    @property
    def pid(self) -> int | None:
        return self.running.process.pid if self.running else None

    @property
    def exit_code(self) -> int | None:
        """Of a process that ended; None while it runs."""
        return self.running.process.poll() if self.running else None

    def tend(self, now: float, say: Callable[[str], None]) -> bool:
        """Start the process again when it has died and its delay is over; whether anything changed."""
        if self._due_at is not None:
            if now < self._due_at:
                return False
            self._restart(now, say)
            return True
        if self.exit_code is None:
            return False
        self.failures = 0 if now - self._started_at > STEADY_SECONDS else self.failures + 1
        delay = restart_delay(self.failures)
        say(f"{self.name} ended with code {self.exit_code}; starting it again in {delay:g} s. Last log line:")
        say("  " + (self.last_words(1) or "(none)"))
        self._due_at = now + delay
        return True

    def _restart(self, now: float, say: Callable[[str], None]) -> None:
        try:
            self.start()
            say(f"{self.name} started again (pid {self.pid})")
        except (OSError, RuntimeError) as error:
            self.failures += 1
            self._due_at = now + restart_delay(self.failures)
            say(f"{self.name} could not be started: {error}")

    def ask_to_stop(self) -> None:
        """Begin to drain, so that several children drain at the same time."""
        if isinstance(self.running, Program):
            self.running.ask_to_stop()

    def stop(self) -> None:
        self._due_at = None
        if self.running:
            self.running.stop()


def last_lines(log: Path, count: int, since: int = 0) -> str:
    """The end of a log, of what stands in it after so many bytes."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(since, log.stat().st_size - 64_000))
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join(lines[-count:])


def trim(log: Path) -> None:
    """Keep one older log of a process, and the present one below a limit at each start."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".1.log"))
