"""Proving again, in a session, who one is: by the factors the account has, by password while it has none."""

from datetime import datetime
from uuid import UUID

from identity.credentials.service import Credentials
from identity.errors import NoFactorError, ProofRefusedError, ProofTooWeakError, SessionEndedError
from identity.factors import store
from identity.factors.model import STEP_UP_LIFETIME, FactorKind, Given, Purpose, bucket_of_step_up
from identity.factors.passkeys import session_of
from identity.factors.proofs import Proofs
from identity.factors.service import own_account
from identity.factors.store import FactorStore
from identity.mail.notices import Notice, SecurityNotices
from identity.sessions import store as sessions
from identity.sessions.sign_in import reserve
from identity.users.model import User
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction


class StepUps:
    def __init__(
        self,
        *,
        db: Database,
        users: UserStore,
        factors: FactorStore,
        credentials: Credentials,
        proofs: Proofs,
        notices: SecurityNotices,
        clock: Clock,
    ) -> None:
        self._db = db
        self._users = users
        self._factors = factors
        self._credentials = credentials
        self._proofs = proofs
        self._notices = notices
        self._clock = clock

    async def begin(self, caller: Caller) -> str:
        """What a browser is to ask one of the caller's passkeys."""
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            passkeys = await self._factors.passkeys(tx, user.user_id)
            if not passkeys:
                raise NoFactorError
            return await self._proofs.ask(tx, Purpose.STEP_UP, session_of(caller), user.workspace_id, passkeys)

    async def prove(self, caller: Caller, password: str, given: Given) -> datetime:
        """Until when the proof holds. Raises ProofTooWeakError, ProofRefusedError, TooManyAttemptsError."""
        now = self._clock.now()
        self._credentials.admit()
        async with self._db.transaction(DEPLOYMENT) as tx:
            user = await own_account(tx, self._users, caller)
            by_factor = any(await store.enrolled(tx, user.user_id))
            if by_factor and not (given.code or given.credential_json):
                raise ProofTooWeakError
            if not by_factor or given.guessable:
                await reserve(tx, [bucket_of_step_up(user.user_id)], now)
            password_hash = await self._credentials.password_hash(tx, user.user_id)
        proved = not by_factor and await self._credentials.verify(password_hash, password)
        async with self._db.transaction(caller) as tx:
            if by_factor:
                proved = await self._by_factor(tx, caller, user, given)
            if proved:
                await step_up(tx, caller, user, now)
        if not proved:
            raise ProofRefusedError
        async with self._db.transaction(DEPLOYMENT) as tx:
            await sessions.forgive(tx, bucket_of_step_up(user.user_id))
        return now + STEP_UP_LIFETIME

    async def _by_factor(self, tx: Transaction, caller: Caller, user: User, given: Given) -> bool:
        kind = await self._proofs.of(tx, user.user_id, given, Purpose.STEP_UP, session_of(caller))
        if kind is FactorKind.RECOVERY_CODE:
            await self._notices.post(tx, user.workspace_id, user.email, Notice.RECOVERY_CODE_USED)
        return kind is not None


async def step_up(tx: Transaction, caller: Caller, user: User, now: datetime) -> None:
    session_id = UUID(bytes=session_of(caller))
    if not await sessions.step_up(tx, session_id, user.user_id, now):
        raise SessionEndedError
    tx.audit("session", [str(session_id)])
