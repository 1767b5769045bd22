"""Accepting an invitation: by the secret of its link, once, with the full name and the policies agreed to."""

from dataclasses import replace
from uuid import UUID

from identity.credentials.service import Credentials
from identity.errors import LinkExpiredError
from identity.invitations.model import Answer, Invitation, may_invite
from identity.invitations.store import InvitationStore
from identity.policies.service import Policies
from identity.roles.service import Roles
from identity.sessions.model import Opened, Origin, Secret
from identity.sessions.opening import Openings
from identity.users.model import User, UserState, check_name
from identity.users.service import Users
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.ids import new_id


class Acceptances:
    def __init__(
        self,
        *,
        db: Database,
        store: InvitationStore,
        users: Users,
        user_store: UserStore,
        roles: Roles,
        credentials: Credentials,
        policies: Policies,
        openings: Openings,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._users = users
        self._user_store = user_store
        self._roles = roles
        self._credentials = credentials
        self._policies = policies
        self._openings = openings
        self._clock = clock

    async def accept(self, caller: Caller, token: Secret, answer: Answer, origin: Origin) -> Opened:
        """Adds the person and signs it in. Raises LinkExpiredError, PolicyVersionOutdatedError, EmailTakenError.

        The link is too old also when who sent it may not give the role any more.
        """
        invitation = await self._find(token)
        self._policies.check(answer.policy_version)
        check_name(answer.full_name, "full_name")
        password_hash = await self._credentials.hash_new(answer.password, (invitation.email, answer.full_name))
        async with self._db.transaction(DEPLOYMENT) as tx:
            accepted = await self._store.accept(tx, token.hash, self._clock.now())
            if accepted is None:
                raise LinkExpiredError
            await self._check_sender(tx, accepted)
            user = self._user(accepted, answer)
            actor = replace(caller, workspace_id=user.workspace_id, actor_kind="user", actor_id=str(user.user_id))
            await self._users.add(tx, actor, user, password_hash)
            await self._policies.record(
                tx,
                actor,
                user.workspace_id,
                user.user_id,
                answer.policy_version,
                attested_name=answer.full_name,
            )
            tx.audit("invitation", [str(accepted.invitation_id)], after=[accepted.role], caller=actor)
            return await self._openings.open(tx, caller, user, origin)

    async def _find(self, token: Secret) -> Invitation:
        """Before a password is hashed: whoever has no link gets no work done."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            found = await self._store.find(tx, token.hash, self._clock.now())
        if found is None:
            raise LinkExpiredError
        return found

    async def _check_sender(self, tx: Transaction, invitation: Invitation) -> None:
        """What people lost, the invitations they left behind do not give."""
        role = await self._roles.check_exists(tx, invitation.workspace_id, invitation.role)
        sender = await self._user_store.get(tx, UUID(invitation.inviter_id))
        if sender is None or sender.state is not UserState.ACTIVE:
            raise LinkExpiredError
        held = await self._roles.grants(tx, sender.workspace_id, sender.user_id, sender.role)
        if not may_invite(held, role.rights):
            raise LinkExpiredError

    def _user(self, invitation: Invitation, answer: Answer) -> User:
        return User(
            user_id=new_id(),
            workspace_id=invitation.workspace_id,
            email=invitation.email,
            display_name=answer.full_name.strip(),
            role=invitation.role,
            state=UserState.ACTIVE,
            create_time=self._clock.now(),
        )
