"""The limit of contacts, held where contacts come into being. What exceeds it after a downgrade stays as it is."""

from typing import Protocol
from uuid import UUID

from crm.errors import ContactLimitReachedError
from crm.limits import store
from kit.caller import Caller
from kit.db import Queries, Transaction


class Entitlements(Protocol):
    async def contact_limit(self, workspace_id: UUID) -> int | None:
        """The most contacts a workspace may have at this moment; None for as many as there are."""


async def count(tx: Queries, workspace_id: UUID) -> int:
    """Contacts of the workspace that are not erased; archived ones count."""
    return await store.count(tx, workspace_id)


async def room(tx: Transaction, caller: Caller) -> int | None:
    """How many contacts may still be added; None without a limit, which costs nothing.

    Whoever adds under a limit waits for this transaction to end, so that no two take the same room.
    """
    if caller.contact_limit is None:
        return None
    return max(caller.contact_limit - await store.hold(tx, caller.workspace_id), 0)


async def check_room(tx: Transaction, caller: Caller) -> None:
    """Raises ContactLimitReachedError where not one more may be added."""
    if await room(tx, caller) == 0:
        raise ContactLimitReachedError(metadata={"limit": str(caller.contact_limit)})
