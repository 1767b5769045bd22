"""Inviting people: by an administrator, by letter, with the same answer whether the address is known or not."""

from dataclasses import replace
from uuid import UUID

from identity.errors import InvitationClosedError, TooManyLettersError
from identity.invitations.model import LIFETIME, Invitation, invite_letter, known_letter
from identity.invitations.store import InvitationStore
from identity.mail.service import Letters
from identity.roles.service import Roles
from identity.sessions.model import Secret
from identity.sessions.rationing import LetterRations
from identity.users.model import check_email
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit import paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import NotFound
from kit.ids import new_id
from kit.paging import Pages

FIRST = UUID(int=0)


class Invitations:
    def __init__(
        self,
        *,
        db: Database,
        store: InvitationStore,
        users: UserStore,
        roles: Roles,
        workspaces: Workspaces,
        letters: Letters,
        rations: LetterRations,
        pages: Pages,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._users = users
        self._roles = roles
        self._workspaces = workspaces
        self._letters = letters
        self._rations = rations
        self._pages = pages
        self._public_url = public_url
        self._clock = clock

    async def create(self, caller: Caller, email: str, role: str) -> Invitation:
        """Raises InvitationPendingError, PermissionEscalationError, TooManyLettersError."""
        check_email(email)
        now, token = self._clock.now(), Secret.new()
        invitation = Invitation(
            invitation_id=new_id(),
            workspace_id=caller.workspace_id,
            email=email,
            role=role,
            inviter_id=caller.actor_id,
            create_time=now,
            expire_time=now + LIFETIME,
        )
        async with self._db.transaction(caller) as tx:
            await self._roles.check_assignable(tx, caller, role)
        await self._ration(caller, email)
        known = await self._is_known(email)
        async with self._db.transaction(caller) as tx:
            await self._roles.check_assignable(tx, caller, role)
            await self._store.add(tx, invitation, self._users.email_index(email), token.hash)
            await self._send(tx, invitation, token, known=known)
            tx.audit("invitation", [str(invitation.invitation_id)], ["email", "role"], after=[role])
        return invitation

    async def list(self, caller: Caller, page_size: int, page_token: str) -> tuple[list[Invitation], str]:
        """A page of the workspace's invitations, oldest first, and the token of the next."""
        filters = ("invitations", caller.workspace_id)
        position = self._pages.decode(page_token, filters)
        size = paging.size(page_size)
        async with self._db.transaction(caller) as tx:
            found = await self._store.page(tx, UUID(position[0]) if position else FIRST, size + 1)
        more = len(found) > size
        token = self._pages.encode(filters, str(found[size - 1].invitation_id)) if more else ""
        return found[:size], token

    async def resend(self, caller: Caller, invitation_id: UUID) -> Invitation:
        """Sends a new link in place of the old. Raises InvitationClosedError, TooManyLettersError."""
        async with self._db.transaction(caller) as tx:
            email = (await self._open(tx, caller, invitation_id)).email
        await self._ration(caller, email)
        known = await self._is_known(email)
        token, expire_time = Secret.new(), self._clock.now() + LIFETIME
        async with self._db.transaction(caller) as tx:
            invitation = await self._open(tx, caller, invitation_id)
            await self._store.renew(tx, invitation_id, token.hash, expire_time, caller.actor_id)
            await self._send(tx, invitation, token, known=known)
            tx.audit("invitation", [str(invitation_id)])
        return replace(invitation, expire_time=expire_time, inviter_id=caller.actor_id)

    async def cancel(self, caller: Caller, invitation_id: UUID) -> None:
        """Takes an invitation back. Raises InvitationClosedError."""
        async with self._db.transaction(caller) as tx:
            await self._open(tx, caller, invitation_id)
            await self._store.cancel(tx, invitation_id, self._clock.now())
            tx.audit("invitation", [str(invitation_id)])

    async def _open(self, tx: Transaction, caller: Caller, invitation_id: UUID) -> Invitation:
        invitation = await self._store.get(tx, invitation_id)
        if invitation is None:
            raise NotFound
        if invitation.closed:
            raise InvitationClosedError
        await self._roles.check_assignable(tx, caller, invitation.role)
        return invitation

    async def _is_known(self, email: str) -> bool:
        """Addresses are unique in the deployment, where the caller's workspace does not reach."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            return await self._users.find(tx, email) is not None

    async def _ration(self, caller: Caller, email: str) -> None:
        async with self._db.transaction(DEPLOYMENT) as tx:
            wait = await self._rations.take(tx, caller, self._users.email_index(email))
        if wait:
            raise TooManyLettersError(retry_after=wait)

    async def _send(self, tx: Transaction, invitation: Invitation, token: Secret, *, known: bool) -> None:
        practice = (await self._workspaces.get(tx, invitation.workspace_id)).display_name
        email = invitation.email
        invite = invite_letter(email, practice, self._public_url, token.token)
        await self._letters.post(tx, invitation.workspace_id, known_letter(email, practice) if known else invite)
