"""The canonical leaf is byte for byte what version 2 says, and a leaf of version 1 is read as ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.entries.leaf import read_leaf, write_leaf
from audit.entries.model import Entry

TIME = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
ENTRY = Entry(
    entry_id=UUID(int=1),
    workspace_id=UUID(int=2),
    time=TIME,
    actor_kind="user",
    actor_id="u-1",
    action="contact.read",
    record_type="contact",
    record_ids=("b", "a"),
    fields=("email",),
    before=("STAFF",),
    after=("contacts.read", "MANAGER"),
    reason='care, "today"\n\u00e9\u2028',
)


# Written by the version of the log before: such leaves stand in logs for ever.
VERSION_1 = (
    '{"action":"contact.read","actorId":"u-1","actorKind":"user","appendTime":"2026-01-02T03:04:05.000006Z",'
    '"entryId":"00000000-0000-0000-0000-000000000001","fields":["email"],"onBehalfOf":"",'
    '"outcome":"success",'
    '"reason":"care, \\"today\\"\\n\u00e9\u2028",'
    '"recordIds":["b","a"],"recordType":"contact","requestId":"",'
    '"seq":5,"sessionId":"","source":"","time":"2026-01-02T03:04:05.000006Z","v":1,'
    '"workspaceId":"00000000-0000-0000-0000-000000000002"}'
)


def test_a_leaf_of_version_1_is_read() -> None:
    logged = read_leaf(VERSION_1)
    assert logged.entry == replace(ENTRY, before=(), after=())
    assert logged.leaf == VERSION_1


def test_the_bytes_are_fixed() -> None:
    assert write_leaf(ENTRY, 5, TIME) == (
        '{"action":"contact.read","actorId":"u-1","actorKind":"user","after":["contacts.read","MANAGER"],'
        '"appendTime":"2026-01-02T03:04:05.000006Z","before":["STAFF"],'
        '"entryId":"00000000-0000-0000-0000-000000000001","fields":["email"],"onBehalfOf":"",'
        '"outcome":"success",'
        '"reason":"care, \\"today\\"\\n\u00e9\u2028",'
        '"recordIds":["b","a"],"recordType":"contact","requestId":"",'
        '"seq":5,"sessionId":"","source":"","time":"2026-01-02T03:04:05.000006Z","v":2,'
        '"workspaceId":"00000000-0000-0000-0000-000000000002"}'
    )


@given(
    st.text(),
    st.lists(st.text()),
    st.datetimes(timezones=st.just(timezone(timedelta(hours=2)))),
)
def test_what_is_written_is_read(text: str, ids: list[str], moment: datetime) -> None:
    entry = Entry(
        UUID(int=1), UUID(int=2), moment, "agent", text, "x", record_ids=tuple(ids), reason=text, before=tuple(ids)
    )
    assume(1970 < moment.year < 9999)
    logged = read_leaf(write_leaf(entry, 3, TIME))
    assert (logged.seq, logged.append_time, logged.entry) == (3, TIME, entry)


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        read_leaf('{"v":3}')
