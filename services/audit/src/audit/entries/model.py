"""An audit entry: who did what to which record, for whom, from where, how it ended. Never a PHI value."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its producer recorded it."""

    entry_id: UUID
    workspace_id: UUID
    time: datetime
    actor_kind: str
    actor_id: str
    action: str
    on_behalf_of: str = ""
    record_type: str = ""
    record_ids: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    reason: str = ""
    source: str = ""
    outcome: str = "success"
    request_id: str = ""
    session_id: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry with its place in the log."""

    seq: int
    append_time: datetime
    entry: Entry
    leaf: str = field(repr=False)


def rfc3339(moment: datetime) -> str:
    """Always UTC with six decimals, so that text order is time order."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_rfc3339(text: str) -> datetime:
    return datetime.fromisoformat(text)
