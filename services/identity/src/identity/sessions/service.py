"""Sessions in force: exchanged for principals, shown, ended."""

from uuid import UUID

from identity.errors import SessionEndedError, SessionNotFoundError
from identity.sessions import events, store
from identity.sessions.model import (
    PRINCIPAL_LIFETIME,
    Lifetime,
    RevokeReason,
    Secret,
    Session,
    SignedIn,
    Vouched,
)
from identity.sessions.standing import Standings
from identity.users.model import User, UserState
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction

NO_SESSION = UUID(int=0)


class Sessions:
    def __init__(
        self,
        *,
        db: Database,
        users: UserStore,
        workspaces: Workspaces,
        standings: Standings,
        lifetime: Lifetime,
        clock: Clock,
    ) -> None:
        self._db = db
        self._users = users
        self._workspaces = workspaces
        self._standings = standings
        self._lifetime = lifetime
        self._clock = clock

    async def exchange(self, token: Secret) -> Vouched:
        """What may be vouched for by a session's token, with the role of this moment. Moves the idle limit."""
        now = self._clock.now()
        async with self._db.transaction(DEPLOYMENT) as tx:
            session = await store.find(tx, token.hash)
            if session is None or not session.active(now):
                raise SessionEndedError
            user = await self._active_user(tx, session)
            if session.needs_touch(now):
                idle_expire_time = self._lifetime.idle_expire_time(now, session.expire_time)
                await store.touch(tx, session.session_id, now, idle_expire_time)
            grants, enrolment = await self._standings.of(tx, user, session)
        expire_time = min(now + PRINCIPAL_LIFETIME, session.expire_time)
        return Vouched(session, user, grants, enrolment, now, expire_time)

    async def current(self, caller: Caller) -> SignedIn:
        """The session the caller is signed in with."""
        async with self._db.transaction(caller) as tx:
            session = await store.get(tx, _current_id(caller), UUID(caller.actor_id))
            if session is None or not session.active(self._clock.now()):
                raise SessionEndedError
            return await self._signed_in(tx, session)

    async def list(self, caller: Caller) -> list[SignedIn]:
        """The caller's sessions in force, newest first."""
        async with self._db.transaction(caller) as tx:
            found = await store.list_in_force(tx, UUID(caller.actor_id), self._clock.now())
            return [await self._signed_in(tx, session) for session in found]

    async def sign_out(self, caller: Caller) -> None:
        """Ends the session the caller is signed in with; once ended, it stays so."""
        async with self._db.transaction(caller) as tx:
            await self._revoke(tx, caller, _current_id(caller), RevokeReason.SIGNED_OUT)

    async def revoke(self, caller: Caller, session_id: UUID) -> None:
        """Ends one of the caller's sessions."""
        async with self._db.transaction(caller) as tx:
            if not await self._revoke(tx, caller, session_id, RevokeReason.REVOKED_BY_OWNER):
                raise SessionNotFoundError

    async def end_all(
        self, tx: Transaction, caller: Caller, user_id: UUID, *, workspace_id: UUID, reason: str, keep: str = ""
    ) -> None:
        """Ends every session of the person but the one kept: in the transaction of what it is done for."""
        kept = UUID(keep) if keep else NO_SESSION
        ended = await store.revoke_all(tx, user_id, self._clock.now(), RevokeReason(reason), kept)
        for session_id in ended:
            message = events.session_revoked(session_id, user_id)
            tx.publish(events.SESSION_REVOKED, message, str(session_id), workspace_id=workspace_id)
        if ended:
            ids = [str(session_id) for session_id in ended]
            tx.audit("session", ids, action="session.revoked", reason=reason, caller=caller)

    async def _revoke(self, tx: Transaction, caller: Caller, session_id: UUID, reason: RevokeReason) -> bool:
        user_id = UUID(caller.actor_id)
        if not await store.revoke(tx, session_id, user_id, self._clock.now(), reason):
            return False
        tx.publish(events.SESSION_REVOKED, events.session_revoked(session_id, user_id), str(session_id))
        tx.audit("session", [str(session_id)], action="session.revoked", reason=reason.value)
        return True

    async def _signed_in(self, tx: Transaction, session: Session) -> SignedIn:
        user = await self._active_user(tx, session)
        workspace = await self._workspaces.get(tx, session.workspace_id)
        return SignedIn(session, user, workspace, *await self._standings.of(tx, user, session))

    async def _active_user(self, tx: Transaction, session: Session) -> User:
        user = await self._users.get(tx, session.user_id)
        if user is None or user.state is not UserState.ACTIVE:
            raise SessionEndedError
        return user


def _current_id(caller: Caller) -> UUID:
    """A principal made from anything but a session has none to show or end."""
    try:
        return UUID(caller.session_id)
    except ValueError:
        raise SessionEndedError from None
