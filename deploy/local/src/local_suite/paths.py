"""Where the suite of this clone keeps what it makes: `.local`, readable by its owner alone."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class Paths:
    """Every file and folder of one suite, by name."""

    folder: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Paths":
        chosen = environment.get("CFU_DATA_DIR")
        return cls(Path(chosen).expanduser().absolute() if chosen else ROOT / ".local")

    @property
    def keys(self) -> Path:
        return self.folder / "keys.json"

    @property
    def ports(self) -> Path:
        return self.folder / "ports.json"

    @property
    def status(self) -> Path:
        return self.folder / "status.json"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def tls(self) -> Path:
        return self.folder / "tls"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres" / "cluster"

    @property
    def prepared(self) -> Path:
        """What was done to the embedded cluster; beside it, so that deleting the cluster deletes both."""
        return self.folder / "postgres" / "prepared.json"

    @property
    def nats(self) -> Path:
        return self.folder / "nats"

    @property
    def witness(self) -> Path:
        return self.folder / "witness"

    @property
    def mail(self) -> Path:
        """Every letter the suite sent, one file each."""
        return self.folder / "mail"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def make(self) -> None:
        for folder in (self.folder, self.logs, self.witness, self.mail, self.postgres.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)


def write_private(path: Path, text: str) -> None:
    """Replace a file by one only its owner can read; a reader sees the old text or the new, never half."""
    write_private_bytes(path, text.encode())


def write_private_bytes(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    write_private(path, json.dumps(value, indent=1) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """The object in the file; empty when there is none."""
    if not path.exists():
        return {}
    value: dict[str, Any] = json.loads(path.read_text())
    return value
