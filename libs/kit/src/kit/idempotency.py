"""Idempotency: a creation sent again with its request id answers with what the first one made.

The row is written in the transaction of the effect. It keeps the id of what was made, not the reply, so that no PHI
is stored twice; the reply is built again from the record.
"""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from kit.caller import Caller
from kit.errors import RuleBroken
from kit.statement import statement
from kit.tables import requests

if TYPE_CHECKING:
    from kit.db import Transaction

FIND = statement(
    select(requests.c.result).where(
        requests.c.actor_id == bindparam("actor_id"),
        requests.c.action == bindparam("action"),
        requests.c.request_id == bindparam("request_id"),
    )
)
KEEP = statement(
    insert(requests)
    .values(
        workspace_id=bindparam("workspace_id"),
        actor_id=bindparam("actor_id"),
        action=bindparam("action"),
        request_id=bindparam("request_id"),
        result=bindparam("result"),
    )
    .on_conflict_do_nothing()
)


class RequestInProgressError(RuleBroken):
    """The same request id is being worked on by another call at this moment."""

    reason = "REQUEST_IN_PROGRESS"
    message = "The same request is being worked on. Retry with a pause."


async def replayed(transaction: "Transaction", caller: Caller, request_id: str) -> str | None:
    row = await transaction.first(FIND, actor_id=caller.actor_id, action=caller.action, request_id=request_id)
    return row["result"] if row else None


async def remember(transaction: "Transaction", caller: Caller, request_id: str, result: str) -> None:
    """Raises RequestInProgressError when a parallel call with the same id was faster; then this one rolls back."""
    kept = await transaction.run(
        KEEP,
        workspace_id=caller.workspace_id,
        actor_id=caller.actor_id,
        action=caller.action,
        request_id=request_id,
        result=result,
    )
    if not kept:
        raise RequestInProgressError
