"""Idempotency: a creation sent again with its request id answers with what the first one made.

The row is written in the transaction of the effect. It keeps the id of what was made, not the reply, so that no PHI
is stored twice; the reply is built again from the record. The fingerprint tells another request under the same id from
a retry; a service whose requests hold PHI makes it with a key.
"""

from typing import Any, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from kit.caller import Caller
from kit.errors import InvalidInput, RuleBroken
from kit.statement import Statement, statement
from kit.tables import requests

FIND = statement(
    select(requests.c.result, requests.c.fingerprint).where(
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
        fingerprint=bindparam("fingerprint"),
        result=bindparam("result"),
    )
    .on_conflict_do_nothing()
)


class Statements(Protocol):
    """What is needed of the transaction that the effect belongs to."""

    async def first(self, statement: Statement, **values: Any) -> Any:
        """The first row, or None."""

    async def run(self, statement: Statement, **values: Any) -> int:
        """How many rows were touched."""


class RequestInProgressError(RuleBroken):
    """The same request id is being worked on by another call at this moment."""

    reason = "REQUEST_IN_PROGRESS"
    message = "The same request is being worked on. Retry with a pause."


class RequestIdReusedError(InvalidInput):
    """The request id belongs to another request."""

    reason = "REQUEST_ID_REUSED"
    message = "This request id came with another content before. Use a new one for a new request."


async def replayed(transaction: Statements, caller: Caller, request_id: str, fingerprint: bytes) -> str | None:
    """What the first call made; None when this is it. Raises RequestIdReusedError."""
    row = await transaction.first(FIND, actor_id=caller.actor_id, action=caller.action, request_id=request_id)
    if row is None:
        return None
    if row["fingerprint"] != fingerprint:
        raise RequestIdReusedError(field="request_id")
    return str(row["result"])


async def remember(transaction: Statements, caller: Caller, request_id: str, fingerprint: bytes, result: str) -> None:
    """Raises RequestInProgressError when a parallel call with the same id was faster; then this one rolls back."""
    kept = await transaction.run(
        KEEP,
        workspace_id=caller.workspace_id,
        actor_id=caller.actor_id,
        action=caller.action,
        request_id=request_id,
        fingerprint=fingerprint,
        result=result,
    )
    if not kept:
        raise RequestInProgressError
