"""Entries as messages: what producers publish, and what callers see."""

from collections.abc import Iterable
from datetime import UTC
from uuid import UUID

from audit.entries.model import Entry, LoggedEntry
from contactfollowup.audit.v1 import entries_pb2 as pb


def from_message(message: pb.Entry) -> Entry:
    """Raises ValueError when an id or the time is missing or malformed."""
    if not message.HasField("event_time"):
        raise ValueError("an entry without a time")
    return Entry(
        entry_id=UUID(message.entry_id),
        workspace_id=UUID(message.workspace_id),
        time=message.event_time.ToDatetime(UTC),
        actor_kind=_clean(message.actor_kind),
        actor_id=_clean(message.actor_id),
        action=_clean(message.action),
        on_behalf_of=_clean(message.on_behalf_of),
        record_type=_clean(message.record_type),
        record_ids=_clean_all(message.record_ids),
        fields=_clean_all(message.fields),
        reason=_clean(message.reason),
        source=_clean(message.source),
        outcome=_clean(message.outcome),
        request_id=_clean(message.request_id),
        session_id=_clean(message.session_id),
        before=_clean_all(message.before),
        after=_clean_all(message.after),
    )


def to_message(logged: LoggedEntry) -> pb.Entry:
    entry = logged.entry
    message = pb.Entry(
        entry_id=str(entry.entry_id),
        workspace_id=str(entry.workspace_id),
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        on_behalf_of=entry.on_behalf_of,
        action=entry.action,
        record_type=entry.record_type,
        record_ids=entry.record_ids,
        fields=entry.fields,
        reason=entry.reason,
        source=entry.source,
        outcome=entry.outcome,
        request_id=entry.request_id,
        session_id=entry.session_id,
        before=entry.before,
        after=entry.after,
        sequence=logged.seq,
    )
    message.event_time.FromDatetime(entry.time)
    message.append_time.FromDatetime(logged.append_time)
    return message


def _clean(text: str) -> str:
    """PostgreSQL's jsonb cannot hold NUL; an entry is not refused for it."""
    return text.replace("\x00", "\ufffd")


def _clean_all(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_clean(text) for text in texts)
