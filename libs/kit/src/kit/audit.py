"""Audit entries: who saw or changed what. Never a PHI value: ids, field names and codes.

Writes hand theirs to the transaction of the change (`Transaction.audit`); reads of PHI go to `kit.read_recorder`.
"""

from collections.abc import Sequence

from contactfollowup.audit.v1.entries_pb2 import Entry
from kit.caller import Caller
from kit.clock import SystemClock
from kit.ids import new_id
from kit.timestamps import to_timestamp

SUCCESS = "success"
CLOCK = SystemClock()


def entry(
    caller: Caller,
    record_type: str,
    record_ids: Sequence[str],
    fields: Sequence[str] = (),
    *,
    reason: str = "",
    action: str = "",
    outcome: str = SUCCESS,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> Entry:
    """The entry for something `caller` did; the action is that of the running method unless another is named.

    `before` and `after` say what a change of permissions changed, in ids and codes. What is done in an emergency is
    also about its grant: the log lists it under the grant's id, and names it as the reason.
    """
    grant_id = caller.break_glass_grant_id
    if grant_id:
        record_ids = [*record_ids, grant_id]
        reason = f"break_glass:{grant_id}" + (f"; {reason}" if reason else "")
    return Entry(
        entry_id=str(new_id()),
        event_time=to_timestamp(CLOCK.now()),
        workspace_id=str(caller.workspace_id),
        actor_kind=caller.actor_kind,
        actor_id=caller.actor_id,
        on_behalf_of=caller.on_behalf_of,
        action=action or caller.action,
        record_type=record_type,
        record_ids=record_ids,
        fields=fields,
        reason=reason,
        source=caller.source,
        outcome=outcome,
        request_id=caller.request_id,
        session_id=caller.session_id,
        before=before,
        after=after,
    )
