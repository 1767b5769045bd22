"""Files of contacts: sent in one stream, worked off on the server, watched from here."""

import io
import os
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast

from cfu.paging import pages
from cfu.transport import API, Transport, segment
from cfu.wire import WireEnum, WireMessage

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 4.0


class ContactImportState(WireEnum):
    UNSPECIFIED = "UNSPECIFIED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping(WireMessage):
    """How a column of the file was understood."""

    column: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactImport(WireMessage):
    """A file of contacts on its way in."""

    import_id: str = ""
    state: ContactImportState = ContactImportState.UNSPECIFIED
    dry_run: bool = False
    processed_count: int = 0
    created_count: int = 0
    updated_count: int = 0
    unchanged_count: int = 0
    rejected_count: int = 0
    columns: tuple[ColumnMapping, ...] = ()
    size_bytes: int = 0
    processed_bytes: int = 0
    failure_reason: str = ""
    failure_column: str = ""
    create_time: datetime | None = None
    finish_time: datetime | None = None

    @property
    def finished(self) -> bool:
        ended = (ContactImportState.SUCCEEDED, ContactImportState.FAILED)
        return self.finish_time is not None or self.state in ended


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow(WireMessage):
    """Where a row is at fault and why; never what it holds."""

    line: int = 0
    column: str = ""
    reason: str = ""
    message: str = ""


class Imports:
    def __init__(self, transport: Transport, sleep: Callable[[float], None] = time.sleep) -> None:
        self._transport = transport
        self._sleep = sleep

    def upload(
        self,
        file: IO[bytes],
        *,
        dry_run: bool = False,
        idempotency_key: str = "",
        on_sent: Callable[[int], None] = lambda _sent: None,
    ) -> ContactImport:
        """Sends a CSV file of any size in bounded memory. Returns as soon as the server has kept it.

        `on_sent` is told how many bytes are on their way. A file that cannot be rewound is sent once only.
        """
        headers = {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}
        # The server reads the form as it comes, so what it must know stands before the file.
        fields = {"dryRun": "true" if dry_run else "false"}
        counted = cast("IO[bytes]", _Counted(file, on_sent))
        answer = self._transport.upload(f"{API}/contacts:import", fields, counted, headers=headers)
        return ContactImport.from_json(answer)

    def get(self, import_id: str) -> ContactImport:
        return ContactImport.from_json(self._transport.call("GET", _path(import_id)))

    def watch(self, import_id: str) -> Iterator[ContactImport]:
        """Yields the import again and again, less often with time, until it has finished."""
        pause = _FIRST_PAUSE
        while True:
            seen = self.get(import_id)
            yield seen
            if seen.finished:
                return
            self._sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def rejected_rows(self, import_id: str) -> Iterator[RejectedRow]:
        """Yields line, column and reason of each rejected row, in the order of the file."""
        path = f"{_path(import_id)}/errors"
        return pages(lambda token: self._transport.call("GET", path, query={"pageToken": token}), "errors", RejectedRow)

    def download_rejected_rows(self, import_id: str, target: IO[bytes]) -> None:
        """Writes the rejected rows as a CSV file, to be corrected and imported again."""
        with self._transport.download(f"{_path(import_id)}/errors", accept="text/csv") as chunks:
            for chunk in chunks:
                target.write(chunk)


class _Counted:
    """A file that tells how far it was read. It has no `fileno`: httpx would take a pipe for an empty file."""

    def __init__(self, file: IO[bytes], on_sent: Callable[[int], None]) -> None:
        self._file = file
        self._on_sent = on_sent
        self._sent = 0
        self.seekable = file.seekable
        self.tell = file.tell

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._sent += len(piece)
        self._on_sent(self._sent)
        return piece

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if not self._file.seekable():
            raise io.UnsupportedOperation
        self._sent = 0
        return self._file.seek(offset, whence)


def _path(import_id: str) -> str:
    return f"{API}/contact-imports/{segment(import_id)}"
