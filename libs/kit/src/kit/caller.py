"""Who asks, for whom, and until when: passed to every use case as its first argument."""

import time
from dataclasses import dataclass
from uuid import UUID

from kit.ids import new_id

SERVICE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of one operation.

    `actor_kind` is user, patient, agent, service or ehr. `hidden_fields` and `read_only_fields` are proto paths such
    as `contact.phone`. `owner_ids` are the users whose records it sees; None means everyone's. `features` is what the
    workspace is entitled to, `contact_limit` the most contacts it may have, None for as many as there are.
    `step_up_time`, in seconds of Unix time, is when it last proved who it is.
    `must_enrol` is true when it may do nothing before it has enrolled a second factor.
    `break_glass_grant_id` is the emergency it acts under, when it does.
    `deadline` is on the monotonic clock, in seconds. `action` is what the contract says the operation leaves in the
    audit log.
    """

    workspace_id: UUID
    actor_kind: str
    actor_id: str
    permissions: frozenset[str] = frozenset()
    hidden_fields: frozenset[str] = frozenset()
    session_id: str = ""
    on_behalf_of: str = ""
    request_id: str = ""
    source: str = ""
    deadline: float = 0.0
    action: str = ""
    read_only_fields: frozenset[str] = frozenset()
    owner_ids: frozenset[UUID] | None = None
    features: frozenset[str] = frozenset()
    step_up_time: float = 0.0
    must_enrol: bool = False
    break_glass_grant_id: str = ""
    contact_limit: int | None = None

    @property
    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()


def for_service(name: str, workspace_id: UUID, action: str, seconds: float = SERVICE_SECONDS) -> Caller:
    """A caller for work that a service does by itself: a consumer, a background task."""
    return Caller(
        workspace_id=workspace_id,
        actor_kind="service",
        actor_id=name,
        request_id=str(new_id()),
        source=name,
        deadline=time.monotonic() + seconds,
        action=action,
    )
