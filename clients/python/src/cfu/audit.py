"""Who saw or changed what, and the signed head of the log it is kept in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Literal

from cfu.errors import KeyChangedError
from cfu.paging import pages
from cfu.transport import API, Transport
from cfu.wire import WireMessage

_MEDIA_TYPES = {"json": "application/json", "csv": "text/csv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry(WireMessage):
    """One thing that was done or seen."""

    entry_id: str = ""
    workspace_id: str = ""
    event_time: datetime | None = None
    actor_kind: str = ""
    actor_id: str = ""
    on_behalf_of: str = ""
    action: str = ""
    record_type: str = ""
    record_ids: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reason: str = ""
    source: str = ""
    outcome: str = ""
    request_id: str = ""
    session_id: str = ""
    service: str = ""
    sequence: int = 0
    append_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint(WireMessage):
    """The log's signed head."""

    note: str = ""
    origin: str = ""
    tree_size: int = 0
    root_hash: str = ""
    log_key: str = ""
    witness_key: str = ""
    sign_time: datetime | None = None


class Audit:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def entries(
        self,
        *,
        record_id: str = "",
        actor_id: str = "",
        action: str = "",
        from_time: datetime | None = None,
        to_time: datetime | None = None,
    ) -> Iterator[AuditEntry]:
        """Yields entries, newest first."""
        query = {
            "recordId": record_id,
            "actorId": actor_id,
            "action": action,
            "fromTime": from_time,
            "toTime": to_time,
        }
        return pages(
            lambda token: self._transport.call("GET", f"{API}/audit/entries", query={**query, "pageToken": token}),
            "entries",
            AuditEntry,
        )

    def export(
        self,
        target: IO[bytes],
        *,
        file_format: Literal["json", "csv"] = "json",
        from_time: datetime | None = None,
        to_time: datetime | None = None,
    ) -> None:
        """Writes the entries of a range of time as a file that proves itself."""
        query = {"format": file_format, "fromTime": from_time, "toTime": to_time}
        path = f"{API}/audit/export"
        with self._transport.download(path, query=query, accept=_MEDIA_TYPES[file_format]) as chunks:
            for chunk in chunks:
                target.write(chunk)

    def checkpoint(self) -> Checkpoint:
        """Returns the newest checkpoint. Its keys are trusted and kept the first time they are seen.

        Raises KeyChangedError when they are not the ones kept: another log may stand in for the one known.
        """
        checkpoint = Checkpoint.from_json(self._transport.call("GET", f"{API}/audit/checkpoint"))
        self._pin(checkpoint)
        return checkpoint

    def _pin(self, checkpoint: Checkpoint) -> None:
        site = self._transport.jar.site(self._transport.url)
        new: dict[str, str] = {}
        for name in ("log_key", "witness_key"):
            pinned, seen = getattr(site, name), getattr(checkpoint, name)
            if pinned and seen and pinned != seen:
                raise KeyChangedError(
                    f"{self._transport.url} shows another audit {name.replace('_', ' ')} than the one "
                    "kept here. Trust no export before the security officer says which is right; "
                    "`cfu sign-out --forget` drops the key kept."
                )
            if seen and not pinned:
                new[name] = seen
        if new:
            self._transport.jar.keep(self._transport.url, **new)
