"""Changing the own address: one answer and the same work whatever the new one, then once its letter is answered."""

from uuid import UUID

from identity.credentials.service import Credentials
from identity.email_changes import store
from identity.email_changes.model import LIFETIME, EmailChange, changed_letter, confirm_letter, known_letter
from identity.email_changes.store import EmailChangeStore
from identity.errors import EmailOfProviderError, LinkExpiredError, TooManyLettersError
from identity.factors import statements
from identity.mail.notices import Notice, SecurityNotices
from identity.mail.service import Letters
from identity.ports import ForgetLinks, SessionEnds
from identity.sessions.model import RevokeReason, Secret
from identity.sessions.rationing import LetterRations
from identity.users.model import User, UserState, check_email
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import NotFound
from kit.ids import new_id


class EmailChanges:
    def __init__(
        self,
        *,
        db: Database,
        store: EmailChangeStore,
        users: UserStore,
        credentials: Credentials,
        sessions: SessionEnds,
        forget_resets: ForgetLinks,
        letters: Letters,
        notices: SecurityNotices,
        rations: LetterRations,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._users = users
        self._credentials = credentials
        self._sessions = sessions
        self._forget_resets = forget_resets
        self._letters = letters
        self._notices = notices
        self._rations = rations
        self._public_url = public_url
        self._clock = clock

    async def request(self, caller: Caller, email: str) -> None:
        """Answers by letters, to the new address and the old. Raises EmailOfProviderError, TooManyLettersError."""
        check_email(email)
        token = Secret.new()
        async with self._db.transaction(DEPLOYMENT) as tx:
            user = await self._own(tx, caller)
            known = await self._users.find(tx, email)
            await self._ration(tx, caller, user, email)
            change = EmailChange(new_id(), user.workspace_id, user.user_id, email)
            # A known address has a row too, by a link that nobody is sent: the work must be the same.
            await self._store.put(tx, change, token.hash, self._clock.now() + LIFETIME)
            asked = confirm_letter(email, self._public_url, token.token)
            await self._letters.post(tx, user.workspace_id, known_letter(email) if known else asked)
            await self._notices.post(tx, user.workspace_id, user.email, Notice.EMAIL_CHANGE_ASKED)
            tx.audit("user", [str(user.user_id)], ["email"], caller=caller)

    async def confirm(self, caller: Caller, token: Secret) -> None:
        """Puts the new address in force and ends every other session. Raises LinkExpiredError, EmailTakenError."""
        async with self._db.transaction(caller) as tx:
            user = await self._users.lock(tx, UUID(caller.actor_id))
            # A session outlives the account by moments, in which nobody takes its address along.
            if user is None or user.state is not UserState.ACTIVE:
                raise LinkExpiredError
            change = await self._store.take(tx, token.hash, user.user_id, self._clock.now())
            if change is None:
                raise LinkExpiredError
            await self._users.set_email(tx, user, change.email)
            await self._end_what_the_old_one_opens(tx, caller, user)
            tx.audit("user", [str(user.user_id)], ["email"])
            await self._letters.post(tx, user.workspace_id, changed_letter(user.email))

    async def sweep(self) -> None:
        """Removes links that were never used."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            await store.sweep(tx, self._clock.now())

    async def _own(self, tx: Transaction, caller: Caller) -> User:
        """Who acts. Without a password the address is the provider's word, which nobody changes here."""
        user = await self._users.get(tx, UUID(caller.actor_id))
        if user is None:
            raise NotFound
        if await self._credentials.password_hash(tx, user.user_id) is None:
            raise EmailOfProviderError
        return user

    async def _ration(self, tx: Transaction, caller: Caller, user: User, email: str) -> None:
        wait = await self._rations.take_own(tx, user.user_id)
        wait = wait or await self._rations.take(tx, caller, self._users.email_index(email))
        if wait:
            raise TooManyLettersError(retry_after=wait)

    async def _end_what_the_old_one_opens(self, tx: Transaction, caller: Caller, user: User) -> None:
        await self._forget_resets(tx, user.user_id)
        await statements.end_all(tx, user.user_id)
        await self._sessions.end_all(
            tx,
            caller,
            user.user_id,
            workspace_id=user.workspace_id,
            reason=RevokeReason.EMAIL_CHANGED,
            keep=caller.session_id,
        )
