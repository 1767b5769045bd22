"""Changing the own password: the one in force is asked for, every other session ends, a letter tells of it."""

from uuid import UUID

from identity.credentials.service import Credentials
from identity.email_changes import store as email_changes
from identity.errors import WrongPasswordError
from identity.factors import statements
from identity.mail.notices import Notice, SecurityNotices
from identity.passwords import store
from identity.ports import SessionEnds
from identity.sessions import store as session_store
from identity.sessions.sign_in import reserve
from identity.sessions.throttling import buckets_of_password
from identity.users.model import User
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import NotFound

CHANGED = "password_changed"
RESET = "password_reset"
NOTICES = {CHANGED: Notice.PASSWORD_CHANGED, RESET: Notice.PASSWORD_RESET}


class Passwords:
    def __init__(
        self,
        *,
        db: Database,
        users: UserStore,
        credentials: Credentials,
        sessions: SessionEnds,
        notices: SecurityNotices,
        clock: Clock,
    ) -> None:
        self._db = db
        self._users = users
        self._credentials = credentials
        self._sessions = sessions
        self._notices = notices
        self._clock = clock

    async def change(self, caller: Caller, current: str, new: str) -> None:
        """Raises WrongPasswordError, TooManyAttemptsError, and for a password that breaks the rules."""
        self._credentials.admit()
        user, password_hash = await self._count(caller)
        if not await self._credentials.verify(password_hash, current):
            await self._record_refusal(caller, user)
            raise WrongPasswordError(field="current_password")
        new_hash = await self._credentials.hash_new(new, (user.email, user.display_name), "new_password")
        async with self._db.transaction(DEPLOYMENT) as tx:
            for bucket in buckets_of_password(user.user_id):
                await session_store.forgive(tx, bucket)
            if not await self._credentials.still(tx, user.user_id, password_hash, current):
                raise WrongPasswordError(field="current_password")
            await self.put(tx, caller, user, new_hash, reason=CHANGED, keep=caller.session_id)

    async def put(
        self,
        tx: Transaction,
        caller: Caller,
        user: User,
        new_hash: str,
        *,
        reason: str,
        keep: str = "",
    ) -> None:
        """What a new password brings with it, whichever way it came."""
        await self._credentials.set(tx, user.workspace_id, user.user_id, new_hash)
        await store.forget(tx, user.user_id)
        await email_changes.forget(tx, user.user_id)
        await statements.end_all(tx, user.user_id)
        await self._sessions.end_all(tx, caller, user.user_id, workspace_id=user.workspace_id, reason=reason, keep=keep)
        tx.audit("user", [str(user.user_id)], ["password"], caller=caller)
        await self._notices.post(tx, user.workspace_id, user.email, NOTICES[reason])

    async def _count(self, caller: Caller) -> tuple[User, str | None]:
        """Counted before it is verified: who took over a session must not guess at the password in it."""
        user_id = UUID(caller.actor_id)
        async with self._db.transaction(DEPLOYMENT) as tx:
            user = await self._users.get(tx, user_id)
            if user is None:
                raise NotFound
            await reserve(tx, buckets_of_password(user_id), self._clock.now())
            return user, await self._credentials.password_hash(tx, user_id)

    async def _record_refusal(self, caller: Caller, user: User) -> None:
        async with self._db.transaction(caller) as tx:
            tx.audit("user", [str(user.user_id)], ["password"], outcome=WrongPasswordError.reason)
