"""Who may sign in, and as what: changed by an administrator, in force everywhere within five seconds."""

from dataclasses import replace
from uuid import UUID

from identity.errors import LastAdminError
from identity.mail.notices import Notice, SecurityNotices
from identity.ports import Circular, MadeTokens, SeatsChanged, SessionEnds, WayIn
from identity.roles.model import Role
from identity.roles.service import Roles
from identity.users import events
from identity.users.letters import tokens_left
from identity.users.model import User, UserState
from identity.users.store import UserStore
from kit import etag
from kit.caller import Caller
from kit.db import Database, Transaction
from kit.errors import NotFound, RuleBroken

DISABLED = "user_disabled"
WATCHERS = "audit.read"


class UserAccess:
    def __init__(
        self,
        *,
        db: Database,
        store: UserStore,
        roles: Roles,
        sessions: SessionEnds,
        tokens: MadeTokens,
        notices: SecurityNotices,
        circular: Circular,
        public_url: str,
        seats_changed: SeatsChanged,
        way_in: WayIn,
    ) -> None:
        self._db = db
        self._store = store
        self._roles = roles
        self._sessions = sessions
        self._tokens = tokens
        self._notices = notices
        self._circular = circular
        self._public_url = public_url
        self._seats_changed = seats_changed
        self._way_in = way_in

    async def disable(self, caller: Caller, user_id: UUID, *, keep_tokens: bool = False) -> User:
        """Takes access away, ends every session, every token they made unless kept, and the seat.

        Raises LastAdminError, PermissionEscalationError.
        """
        async with self._db.transaction(caller) as tx:
            user = await self._held(tx, caller, user_id)
            if user.state is UserState.DISABLED:
                return user
            await self._leave_an_admin(tx, user)
            await self._store.set_state(tx, user_id, UserState.DISABLED)
            await self._way_in(tx, user.workspace_id)
            await self._seats_changed(tx, user.workspace_id)
            await self._sessions.end_all(tx, caller, user_id, workspace_id=user.workspace_id, reason=DISABLED)
            await self._end_tokens(tx, user, keep=keep_tokens)
            tx.publish(events.USER_DISABLED, events.user_disabled(user), str(user_id))
            tx.audit("user", [str(user_id)], ["state"], before=[user.state], after=[UserState.DISABLED])
            await self._notices.post(tx, user.workspace_id, user.email, Notice.ACCOUNT_DISABLED)
        return replace(user, state=UserState.DISABLED, version=user.version + 1)

    async def enable(self, caller: Caller, user_id: UUID) -> User:
        """Gives a disabled person access again. Raises PermissionEscalationError."""
        async with self._db.transaction(caller) as tx:
            user = await self._held(tx, caller, user_id)
            if user.state is UserState.ACTIVE:
                return user
            await self._store.set_state(tx, user_id, UserState.ACTIVE)
            await self._seats_changed(tx, user.workspace_id)
            tx.publish(events.USER_ENABLED, events.user_enabled(user), str(user_id))
            tx.audit("user", [str(user_id)], ["state"], before=[user.state], after=[UserState.ACTIVE])
            await self._notices.post(tx, user.workspace_id, user.email, Notice.ACCOUNT_ENABLED)
        return replace(user, state=UserState.ACTIVE, version=user.version + 1)

    async def set_role(self, caller: Caller, user_id: UUID, role: str, expected: str) -> User:
        """Gives a person another role. Raises LastAdminError, PermissionEscalationError, Stale."""
        async with self._db.transaction(caller) as tx:
            user = await self._held(tx, caller, user_id)
            etag.check(expected, user.version)
            await self._roles.check_assignable(tx, caller, role)
            if user.role == role:
                return user
            return await self._assign(tx, caller, user, role)

    async def follow_role(self, tx: Transaction, actor: Caller, user: User, role: str) -> User:
        """Gives the role that an identity provider says somebody has, in the transaction of the sign-in.

        Who is needed as an administrator stays one, which is recorded.
        """
        await self._store.lock_active(tx, user.workspace_id, Role.ADMIN)
        held = await self._store.lock(tx, user.user_id)
        if held is None or held.role == role:
            return held or user
        try:
            return await self._assign(tx, actor, held, role)
        except RuleBroken as needed:
            await self._store.set_role(tx, user.user_id, held.role)
            tx.audit(
                "user",
                [str(user.user_id)],
                ["role"],
                action="user.role_changed",
                outcome=needed.reason,
                caller=actor,
                before=[held.role],
                after=[role],
            )
            return held

    async def _assign(self, tx: Transaction, actor: Caller, user: User, role: str) -> User:
        await self._leave_an_admin(tx, user)
        await self._store.set_role(tx, user.user_id, role)
        await self._way_in(tx, user.workspace_id)
        self._roles.record_assignment(tx, actor, user.user_id, user.role, role)
        await self._notices.post(tx, user.workspace_id, user.email, Notice.ROLE_CHANGED)
        return replace(user, role=role, version=user.version + 1)

    async def _end_tokens(self, tx: Transaction, user: User, *, keep: bool) -> None:
        """Those who watch over the workspace are told either way: machines stop, or go on by secrets somebody saw."""
        machines = await self._tokens.accounts_of(tx, user.user_id)
        if not keep:
            await self._tokens.end_made_by(tx, user.user_id)
        if machines:
            written = tokens_left(user.display_name, machines, self._public_url, kept=keep)
            await self._circular(tx, WATCHERS, written)

    async def _held(self, tx: Transaction, caller: Caller, user_id: UUID) -> User:
        """The person, whom the caller may change. The administrators are held first: in one order, by everyone."""
        await self._store.lock_active(tx, caller.workspace_id, Role.ADMIN)
        user = await self._store.lock(tx, user_id)
        if user is None:
            raise NotFound
        await self._roles.check_assignable(tx, caller, user.role)
        return user

    async def _leave_an_admin(self, tx: Transaction, user: User) -> None:
        if await self._store.lock_active(tx, user.workspace_id, Role.ADMIN) == [user.user_id]:
            raise LastAdminError
