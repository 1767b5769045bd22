"""The factors of an account: shown, enrolled, removed, and reset by an administrator for who lost them."""

from uuid import UUID

from identity.errors import (
    FactorNotFoundError,
    NoFactorError,
    ProofRefusedError,
    SessionEndedError,
    TotpEnrolledError,
    TotpNotBegunError,
    UserNotFoundError,
)
from identity.factors import recovery, statements, store, totp
from identity.factors.model import Factor, FactorKind, Totp
from identity.factors.store import FactorStore
from identity.mail.notices import Notice, SecurityNotices
from identity.roles.service import Roles
from identity.sessions.model import RevokeReason
from identity.sessions.service import Sessions
from identity.users.model import User
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.ids import new_id

RECORD = "factor"
APP_NAME = "Authenticator app"


class Factors:
    def __init__(
        self,
        *,
        db: Database,
        users: UserStore,
        factors: FactorStore,
        roles: Roles,
        sessions: Sessions,
        notices: SecurityNotices,
        clock: Clock,
    ) -> None:
        self._db = db
        self._roles = roles
        self._users = users
        self._factors = factors
        self._sessions = sessions
        self._notices = notices
        self._clock = clock

    async def held(self, caller: Caller) -> tuple[list[Factor], int]:
        """The caller's factors, oldest first, and how many recovery codes are left."""
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            app = await self._factors.totp(tx, user.user_id)
            found = [
                Factor(each.passkey_id, FactorKind.PASSKEY, each.display_name, each.create_time, each.last_use_time)
                for each in await self._factors.passkeys(tx, user.user_id)
            ]
            left = await store.codes_left(tx, user.user_id)
        if app is not None and app.confirm_time is not None:
            found.append(Factor(app.factor_id, FactorKind.TOTP, APP_NAME, app.confirm_time, app.last_use_time))
        return sorted(found, key=lambda factor: factor.create_time), left

    async def begin_totp(self, caller: Caller) -> tuple[str, str]:
        """The secret of a new authenticator app, and its URI; it counts for nothing until it is confirmed."""
        made = Totp(new_id(), totp.new_secret(), 0, self._clock.now(), None, None)
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            if not await self._factors.begin_totp(tx, user.workspace_id, user.user_id, made):
                raise TotpEnrolledError
        return made.secret, totp.otpauth_uri(made.secret, user.email)

    async def confirm_totp(self, caller: Caller, code: str) -> list[str]:
        """Enrols the app; recovery codes, when the account has none left."""
        now = self._clock.now()
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            app = await self._factors.totp(tx, user.user_id)
            if app is not None and app.confirm_time is not None:
                raise TotpEnrolledError
            if app is None or not app.may_be_confirmed(now):
                raise TotpNotBegunError
            step = totp.matching_step(app.secret, totp.plain(code), now, app.last_step)
            if step is None or not await self._factors.confirm_totp(tx, user.user_id, app.factor_id, step, now):
                raise ProofRefusedError(field="code")
            codes = await codes_if_none(tx, user)
            tx.audit(RECORD, [str(app.factor_id)], after=[FactorKind.TOTP])
            await self._notices.post(tx, user.workspace_id, user.email, Notice.SECOND_FACTOR_ADDED)
        return codes

    async def delete_totp(self, caller: Caller) -> None:
        """Removes the app."""
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            app = await self._factors.totp(tx, user.user_id)
            if app is None or app.confirm_time is None or not await self._factors.delete_totp(tx, user.user_id):
                raise FactorNotFoundError
            await without_factors_no_codes(tx, user)
            tx.audit(RECORD, [str(app.factor_id)], before=[FactorKind.TOTP])
            await self._notices.post(tx, user.workspace_id, user.email, Notice.SECOND_FACTOR_REMOVED)

    async def regenerate_codes(self, caller: Caller) -> list[str]:
        """Ten new recovery codes; earlier ones are void."""
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            if not any(await store.enrolled(tx, user.user_id)):
                raise NoFactorError
            codes = await new_codes(tx, user)
            tx.audit("user", [str(user.user_id)], ["recovery_codes"])
            await self._notices.post(tx, user.workspace_id, user.email, Notice.RECOVERY_CODES_MADE)
        return codes

    async def reset(self, caller: Caller, user_id: UUID) -> None:
        """Removes every factor of a colleague, and ends the colleague's sessions and open challenges.

        Raises UserNotFoundError, PermissionEscalationError.
        """
        async with self._db.transaction(caller) as tx:
            user = await self._users.get(tx, user_id)
            if user is None:
                raise UserNotFoundError
            await self._roles.check_assignable(tx, caller, user.role)
            await statements.end_all(tx, user_id)
            before = kinds(*await store.enrolled(tx, user_id))
            await store.delete_all(tx, user_id)
            await self._sessions.end_all(
                tx, caller, user_id, workspace_id=caller.workspace_id, reason=RevokeReason.FACTORS_RESET
            )
            tx.audit("user", [str(user_id)], ["factors"], before=before)
            await self._notices.post(tx, user.workspace_id, user.email, Notice.SECOND_FACTORS_RESET)


async def own_account(tx: Transaction, users: UserStore, caller: Caller) -> User:
    """The caller as a person; what is no person has no factors."""
    try:
        user = await users.get(tx, UUID(caller.actor_id))
    except ValueError:
        user = None
    if user is None:
        raise SessionEndedError
    return user


def kinds(has_app: bool, has_passkey: bool) -> list[FactorKind]:
    held = ((FactorKind.TOTP, has_app), (FactorKind.PASSKEY, has_passkey))
    return [kind for kind, there in held if there]


async def codes_if_none(tx: Transaction, user: User) -> list[str]:
    return [] if await store.codes_left(tx, user.user_id) else await new_codes(tx, user)


async def new_codes(tx: Transaction, user: User) -> list[str]:
    codes = recovery.new_codes()
    await store.replace_codes(tx, user.workspace_id, user.user_id, [recovery.hash_of(code) for code in codes])
    return codes


async def without_factors_no_codes(tx: Transaction, user: User) -> None:
    """Recovery codes stand in for a factor; without one they would be a weak factor of their own."""
    if not any(await store.enrolled(tx, user.user_id)):
        await store.delete_all(tx, user.user_id)
