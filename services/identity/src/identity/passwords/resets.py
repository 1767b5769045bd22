"""Setting a password anew by letter: the same work and the same answer whatever the address."""

from dataclasses import replace

from identity.credentials.service import Credentials
from identity.errors import LinkExpiredError
from identity.mail.service import Letters
from identity.passwords import store
from identity.passwords.model import LIFETIME, nobody_letter, reset_letter
from identity.passwords.service import RESET, Passwords
from identity.sessions.model import Secret
from identity.sessions.rationing import LetterRations
from identity.users.model import User, UserState, check_email
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database


class PasswordResets:
    def __init__(
        self,
        *,
        db: Database,
        passwords: Passwords,
        users: UserStore,
        workspaces: Workspaces,
        credentials: Credentials,
        letters: Letters,
        rations: LetterRations,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._db = db
        self._passwords = passwords
        self._users = users
        self._workspaces = workspaces
        self._credentials = credentials
        self._letters = letters
        self._rations = rations
        self._public_url = public_url
        self._clock = clock

    async def request(self, caller: Caller, email: str) -> None:
        """Answers by letter. Raises only for what can be no address."""
        check_email(email)
        token = Secret.new()
        async with self._db.transaction(DEPLOYMENT) as tx:
            production = await self._workspaces.production(tx)
            # Whoever changes the address meanwhile also ends this link, or is seen here.
            user = await self._users.find_held(tx, email)
            if await self._rations.take(tx, caller, self._users.email_index(email)):
                return
            known = user if user is not None and user.state is UserState.ACTIVE else None
            workspace_id = known.workspace_id if known else production
            user_id = known.user_id if known else None
            # An unknown address has a row too, by a link that nobody is sent: the work must be the same.
            await store.add(tx, workspace_id, user_id, token.hash, self._clock.now() + LIFETIME)
            asked, none = reset_letter(email, self._public_url, token.token), nobody_letter(email)
            await self._letters.post(tx, workspace_id, asked if known else none)
            actor = replace(caller, workspace_id=workspace_id, actor_kind="user", actor_id="")
            tx.audit("user", [str(user_id)] if user_id else [], action="password.reset_requested", caller=actor)

    async def confirm(self, caller: Caller, token: Secret, new: str) -> None:
        """Sets the password and ends every session; signs nobody in. Raises LinkExpiredError."""
        user = await self._find(token)
        new_hash = await self._credentials.hash_new(new, (user.email, user.display_name), "new_password")
        async with self._db.transaction(DEPLOYMENT) as tx:
            if await store.take(tx, token.hash, self._clock.now()) is None:
                raise LinkExpiredError
            actor = replace(caller, workspace_id=user.workspace_id, actor_kind="user", actor_id=str(user.user_id))
            await self._passwords.put(tx, actor, user, new_hash, reason=RESET)

    async def sweep(self) -> None:
        """Removes links that were never used."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            await store.sweep(tx, self._clock.now())

    async def _find(self, token: Secret) -> User:
        """Before a password is hashed: whoever has no link gets no work done."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            user_id = await store.find(tx, token.hash, self._clock.now())
            user = await self._users.get(tx, user_id) if user_id else None
        if user is None or user.state is not UserState.ACTIVE:
            raise LinkExpiredError
        return user
