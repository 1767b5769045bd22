"""Signing up: the same work and the same answer whatever the address, then a practice once the letter is answered."""

from dataclasses import replace
from uuid import UUID

from identity.credentials.service import Credentials
from identity.errors import LinkExpiredError, SignUpClosedError, WrongPasswordError
from identity.mail.service import Letters
from identity.roles.model import Role
from identity.sessions.model import Opened, Origin, Secret
from identity.sessions.opening import Openings
from identity.sessions.rationing import LetterRations
from identity.sign_ups import events
from identity.sign_ups.model import LIFETIME, SignUp, confirm_letter, known_letter
from identity.sign_ups.store import SignUpStore
from identity.subscriptions.service import Subscriptions
from identity.users.model import User, UserState, check_email
from identity.users.service import Users
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.ids import new_id


class SignUps:
    def __init__(
        self,
        *,
        db: Database,
        store: SignUpStore,
        users: Users,
        user_store: UserStore,
        workspaces: Workspaces,
        subscriptions: Subscriptions,
        credentials: Credentials,
        openings: Openings,
        letters: Letters,
        rations: LetterRations,
        public_url: str,
        is_open: bool,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._users = users
        self._user_store = user_store
        self._workspaces = workspaces
        self._subscriptions = subscriptions
        self._credentials = credentials
        self._openings = openings
        self._letters = letters
        self._rations = rations
        self._public_url = public_url
        self._is_open = is_open
        self._clock = clock

    async def request(self, caller: Caller, email: str, password: str) -> None:
        """Answers by letter. Raises SignUpClosedError, and for what can be neither an address nor a password."""
        if not self._is_open:
            raise SignUpClosedError
        check_email(email)
        sign_up = SignUp(new_id(), email, await self._credentials.hash_new(password, (email,)))
        token = Secret.new()
        async with self._db.transaction(DEPLOYMENT) as tx:
            workspace_id = await self._workspaces.production(tx)
            known = await self._user_store.find(tx, email)
            if await self._rations.take(tx, caller, self._user_store.email_index(email)):
                return
            # A known address has a row too, by a link that nobody is sent: the work must be the same.
            await self._store.add(tx, workspace_id, sign_up, token.hash, self._clock.now() + LIFETIME)
            told = known_letter(email, self._public_url)
            asked = confirm_letter(email, self._public_url, token.token)
            await self._letters.post(tx, workspace_id, told if known else asked)
            actor = replace(caller, workspace_id=workspace_id, actor_kind="user", actor_id="")
            tx.audit("sign_up", [str(sign_up.sign_up_id)], action="sign_up.requested", caller=actor)

    async def confirm(self, caller: Caller, token: Secret, password: str, origin: Origin) -> Opened:
        """Makes the practice, its trial and its first administrator, who is signed in.

        Raises LinkExpiredError, WrongPasswordError.
        """
        self._credentials.admit()
        sign_up = await self._count(token)
        if not await self._credentials.verify(sign_up.password_hash, password):
            await self._record_refusal(caller, sign_up)
            raise WrongPasswordError(field="password")
        async with self._db.transaction(DEPLOYMENT) as tx:
            if not await self._store.take(tx, token.hash, self._clock.now()):
                raise LinkExpiredError
            user = await self._found(tx, caller, sign_up)
            return await self._openings.open(tx, caller, user, origin)

    async def sweep(self) -> None:
        """Removes what was never confirmed."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            await self._store.sweep(tx, self._clock.now())

    async def _count(self, token: Secret) -> SignUp:
        """Committed before the password is verified, so that guesses in parallel count each other."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            sign_up = await self._store.attempt(tx, token.hash, self._clock.now())
        if sign_up is None:
            raise LinkExpiredError
        return sign_up

    async def _record_refusal(self, caller: Caller, sign_up: SignUp) -> None:
        async with self._db.transaction(DEPLOYMENT) as tx:
            workspace_id = await self._workspaces.production(tx)
            actor = replace(caller, workspace_id=workspace_id, actor_kind="user", actor_id="")
            record, outcome = str(sign_up.sign_up_id), WrongPasswordError.reason
            tx.audit("sign_up", [record], action="sign_up.refused", outcome=outcome, caller=actor)

    async def _found(self, tx: Transaction, caller: Caller, sign_up: SignUp) -> User:
        workspace_id = await self._workspaces.found(tx)
        await self._subscriptions.start_trial(tx, workspace_id)
        user = self._administrator(workspace_id, sign_up)
        actor = replace(caller, workspace_id=workspace_id, actor_kind="user", actor_id=str(user.user_id))
        message = events.workspace_signed_up(workspace_id)
        tx.publish(events.WORKSPACE_SIGNED_UP, message, str(workspace_id), workspace_id=workspace_id)
        tx.audit("workspace", [str(workspace_id)], action="workspace.signed_up", caller=actor)
        await self._users.add(tx, actor, user, sign_up.password_hash)
        return user

    def _administrator(self, workspace_id: UUID, sign_up: SignUp) -> User:
        return User(
            user_id=new_id(),
            workspace_id=workspace_id,
            email=sign_up.email,
            display_name=sign_up.email.partition("@")[0],
            role=Role.ADMIN,
            state=UserState.ACTIVE,
            create_time=self._clock.now(),
        )
