"""The latest cosigned checkpoint of each origin, in SQLite, in the witness's own folder.

No write-ahead log and synchronous=EXTRA: when a commit returns, the state survives power loss.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock


class WitnessStore:
    """One connection, one writer at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = Lock()
        self._connection = sqlite3.connect(
            folder / "witness.sqlite", isolation_level=None, check_same_thread=False, timeout=10
        )
        self._connection.execute("PRAGMA journal_mode=DELETE")
        self._connection.execute("PRAGMA synchronous=EXTRA")
        self._connection.execute("CREATE TABLE IF NOT EXISTS latest (origin TEXT PRIMARY KEY, note TEXT NOT NULL)")

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Check and store are one step: nobody else reads or writes in between."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def latest(self, origin: str) -> str | None:
        row = self._connection.execute("SELECT note FROM latest WHERE origin = ?", (origin,)).fetchone()
        return row[0] if row else None

    def remember(self, origin: str, note: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO latest (origin, note) VALUES (?, ?)", (origin, note))

    def read(self, origin: str) -> str | None:
        with self._lock:
            return self.latest(origin)

    def close(self) -> None:
        with self._lock:
            self._connection.close()
