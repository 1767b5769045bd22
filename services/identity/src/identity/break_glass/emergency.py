"""Where a principal is made: someone who opened the glass acts under the emergency's grants, as long as it lasts."""

from datetime import datetime
from uuid import UUID

from identity.break_glass import store
from identity.break_glass.model import KEPT, opened
from identity.roles.model import Grants
from kit.db import Queries


async def in_emergency(tx: Queries, user_id: UUID, grants: Grants, now: datetime) -> Grants:
    """The same grants, unless the person opened the glass and may still do so."""
    if not grants.permissions >= KEPT:
        return grants
    found = await store.grant_in_force(tx, user_id, now)
    return opened(grants, *found) if found else grants
