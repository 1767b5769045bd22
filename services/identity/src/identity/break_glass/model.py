"""Access in an emergency: who may see everything, why, until when, and what came of looking at it afterwards."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.roles.model import Grants

LIFETIME = timedelta(minutes=60)
NEEDED = frozenset({"contacts.read"})
# Whoever looks into an emergency may end it.
KEPT = frozenset({"break_glass.use"})


class Outcome(StrEnum):
    JUSTIFIED = "JUSTIFIED"
    NOT_JUSTIFIED = "NOT_JUSTIFIED"


@dataclass(frozen=True, slots=True)
class Grant:
    """One opening of the glass. Reason and note are in people's own words, so they are sealed."""

    grant_id: UUID
    workspace_id: UUID
    user_id: UUID
    reason: str = field(repr=False)
    contact_id: UUID | None
    create_time: datetime
    expire_time: datetime
    outcome: Outcome | None = None
    note: str = field(default="", repr=False)
    reviewer_id: str = ""
    review_time: datetime | None = None

    def in_force(self, now: datetime) -> bool:
        return now < self.expire_time


def opened(grants: Grants, grant_id: UUID, expire_time: datetime) -> Grants:
    """What an emergency makes of someone's grants: every record and every field, and nothing that changes any."""
    reading = {permission for permission in grants.permissions if permission.endswith(".read")}
    return replace(
        grants,
        permissions=NEEDED | reading | (grants.permissions & KEPT),
        hidden_fields=frozenset(),
        read_only_fields=grants.hidden_fields | grants.read_only_fields,
        owner_ids=None,
        break_glass_grant_id=str(grant_id),
        break_glass_expire_time=expire_time,
    )
