"""The inbox: a consumer writes the id of an event in the transaction of its effect, so that effect happens once."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from kit.statement import statement
from kit.tables import inbox

if TYPE_CHECKING:
    from kit.db import Transaction

KEEP = statement(
    insert(inbox)
    .values(workspace_id=bindparam("workspace_id"), consumer=bindparam("consumer"), event_id=bindparam("event_id"))
    .on_conflict_do_nothing()
)


async def is_first(transaction: "Transaction", consumer: str, workspace_id: UUID, event_id: UUID) -> bool:
    """True the first time `consumer` sees the event; False when its effect is already there."""
    return bool(await transaction.run(KEEP, consumer=consumer, workspace_id=workspace_id, event_id=event_id))
