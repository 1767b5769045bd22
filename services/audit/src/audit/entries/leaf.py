"""The canonical leaf, versions 1 and 2: the bytes that are hashed, and the only place that knows their form.

RFC 8785 JSON (keys sorted, no spaces, UTF-8) of one object. Values are strings, lists of strings, or whole
numbers below 2**53, for which RFC 8785 is what the encoder below writes.

    v            2; 1 for what was logged before entries had `before` and `after`, and otherwise the same
    seq          position in the workspace's log, from 0
    appendTime   when the log took it; never goes back within a log
    entryId      the producer's id; an entry is taken once
    workspaceId  whose log
    time         when it happened, by the producer's clock
    actorKind    user | patient | agent | service | ehr
    actorId, onBehalfOf, action, recordType, recordIds, fields, before, after, reason, source, outcome,
    requestId, sessionId

Times are RFC 3339, UTC, six decimals. A later version adds a number, never changes these.
"""

from datetime import datetime
from json import JSONEncoder, loads
from typing import Any
from uuid import UUID

from audit.entries.model import Entry, LoggedEntry, parse_rfc3339, rfc3339

VERSION = 2
READABLE_VERSIONS = (1, 2)
_encode = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def write_leaf(entry: Entry, seq: int, append_time: datetime) -> str:
    return _encode(
        {
            "v": VERSION,
            "seq": seq,
            "appendTime": rfc3339(append_time),
            "entryId": str(entry.entry_id),
            "workspaceId": str(entry.workspace_id),
            "time": rfc3339(entry.time),
            "actorKind": entry.actor_kind,
            "actorId": entry.actor_id,
            "onBehalfOf": entry.on_behalf_of,
            "action": entry.action,
            "recordType": entry.record_type,
            "recordIds": entry.record_ids,
            "fields": entry.fields,
            "before": entry.before,
            "after": entry.after,
            "reason": entry.reason,
            "source": entry.source,
            "outcome": entry.outcome,
            "requestId": entry.request_id,
            "sessionId": entry.session_id,
        }
    )


def read_leaf(leaf: str) -> LoggedEntry:
    """Raises ValueError or KeyError when the text is not a leaf of a version we know."""
    value: dict[str, Any] = loads(leaf)
    if value["v"] not in READABLE_VERSIONS:
        raise ValueError("a leaf of an unknown version")
    entry = Entry(
        entry_id=UUID(value["entryId"]),
        workspace_id=UUID(value["workspaceId"]),
        time=parse_rfc3339(value["time"]),
        actor_kind=value["actorKind"],
        actor_id=value["actorId"],
        action=value["action"],
        on_behalf_of=value["onBehalfOf"],
        record_type=value["recordType"],
        record_ids=tuple(value["recordIds"]),
        fields=tuple(value["fields"]),
        reason=value["reason"],
        source=value["source"],
        outcome=value["outcome"],
        request_id=value["requestId"],
        session_id=value["sessionId"],
        before=tuple(value.get("before", ())),
        after=tuple(value.get("after", ())),
    )
    return LoggedEntry(value["seq"], parse_rfc3339(value["appendTime"]), entry, leaf)
