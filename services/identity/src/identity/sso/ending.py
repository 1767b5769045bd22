"""Ending sessions that came through a provider."""

from collections.abc import Iterable
from uuid import UUID

from identity.sessions import events, store
from identity.sessions.model import RevokeReason
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction


class Endings:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def end(
        self, tx: Transaction, caller: Caller, sessions: Iterable[tuple[UUID, UUID]], reason: RevokeReason
    ) -> None:
        """Ends those still in force, everywhere within five seconds. Each comes with whose it is."""
        now = self._clock.now()
        for session_id, user_id in sessions:
            if await store.revoke(tx, session_id, user_id, now, reason):
                message = events.session_revoked(session_id, user_id)
                tx.publish(events.SESSION_REVOKED, message, str(session_id), workspace_id=caller.workspace_id)
                tx.audit("session", [str(session_id)], action="session.revoked", reason=reason.value, caller=caller)
