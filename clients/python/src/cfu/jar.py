"""What is kept between two calls of the command: session cookies, and the audit keys trusted on first use."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from cfu.errors import JarError


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is kept of one server. The secrets stay out of its repr."""

    hn_session: str = field(default="", repr=False)
    hn_device: str = field(default="", repr=False)
    log_key: str = ""
    witness_key: str = ""


class Jar(Protocol):
    """Where sites are kept, by the address of the server."""

    def site(self, url: str) -> Site: ...

    def keep(self, url: str, **changes: str) -> None: ...

    def forget(self, url: str) -> None: ...


class MemoryJar:
    """Keeps sites as long as the process lives: for programs that sign in by themselves."""

    def __init__(self) -> None:
        self._sites: dict[str, Site] = {}

    def site(self, url: str) -> Site:
        return self._sites.get(url, Site())

    def keep(self, url: str, **changes: str) -> None:
        self._sites[url] = replace(self.site(url), **changes)

    def forget(self, url: str) -> None:
        self._sites.pop(url, None)


class FileJar:
    """Keeps sites in a file that only its owner can read, and refuses one that others can."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()

    @property
    def current(self) -> str:
        """The server signed in to last; empty when there is none."""
        return str(self._read().get("current", ""))

    def site(self, url: str) -> Site:
        return _site(self._read().get("sites", {}).get(url, {}))

    def keep(self, url: str, **changes: str) -> None:
        document = self._read()
        sites = document.setdefault("sites", {})
        sites[url] = asdict(replace(_site(sites.get(url, {})), **changes))
        if changes.get("hn_session"):
            document["current"] = url
        self._write(document)

    def forget(self, url: str) -> None:
        document = self._read()
        document.get("sites", {}).pop(url, None)
        if document.get("current") == url:
            del document["current"]
        self._write(document)

    def _read(self) -> dict[str, Any]:
        try:
            if os.name == "posix" and self.path.stat().st_mode & 0o077:
                raise JarError(f"Others can read {self.path}. Run: chmod 600 {self.path}")
            document = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise JarError(f"{self.path} cannot be read. Remove it and sign in again.") from error
        if not isinstance(document, dict) or not isinstance(document.get("sites", {}), dict):
            raise JarError(f"{self.path} is not a session file. Remove it and sign in again.")
        return document

    def _write(self, document: dict[str, Any]) -> None:
        # A rename, so that a reader never meets half a file; mkstemp makes it private from the first byte.
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".session-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(document, file, indent=2)
            Path(name).replace(self.path)
        except OSError as error:
            raise JarError(f"{self.path} cannot be written: {error.strerror}.") from error


def default_path() -> Path:
    """Returns `cfu/session.json` in the user's configuration folder."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return folder / "cfu" / "session.json"


def _site(stored: dict[str, Any]) -> Site:
    return Site(**{name: str(stored[name]) for name in Site.__dataclass_fields__ if name in stored})
