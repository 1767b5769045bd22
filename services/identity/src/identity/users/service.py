"""People of a workspace: added by an administrator, listed by colleagues."""

from uuid import UUID

from identity.credentials.service import Credentials
from identity.ports import SeatsChanged
from identity.users import events
from identity.users.model import NewUser, User, UserState, check_new_user
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit import paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.errors import NotFound
from kit.ids import new_id
from kit.paging import Pages

FIRST = UUID(int=0)


class Users:
    def __init__(
        self,
        *,
        db: Database,
        store: UserStore,
        workspaces: Workspaces,
        credentials: Credentials,
        seats_changed: SeatsChanged,
        pages: Pages,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._workspaces = workspaces
        self._credentials = credentials
        self._seats_changed = seats_changed
        self._pages = pages
        self._clock = clock

    async def create(self, caller: Caller, new: NewUser) -> UUID:
        """Adds a person who may sign in at once. Raises for a weak password and for an address in use."""
        check_new_user(new)
        password_hash = await self._credentials.hash_new(new.password, (new.email, new.display_name))
        user = User(
            user_id=new_id(),
            workspace_id=caller.workspace_id,
            email=new.email,
            display_name=new.display_name,
            role=new.role,
            state=UserState.ACTIVE,
            create_time=self._clock.now(),
        )
        async with self._db.transaction(caller) as tx:
            await self._workspaces.get(tx, caller.workspace_id)
            await self.add(tx, caller, user, password_hash)
        return user.user_id

    async def add(self, tx: Transaction, caller: Caller, user: User, password_hash: str = "") -> None:
        """Adds a person in the transaction of what brought it: a command, a sign-up, an invitation, a provider.

        Without a hash the person has no password. The seat is billed in the same transaction. Raises EmailTakenError.
        """
        await self._store.add(tx, user)
        await self._seats_changed(tx, user.workspace_id)
        fields = ["email", "display_name", "role"]
        if password_hash:
            await self._credentials.set(tx, user.workspace_id, user.user_id, password_hash)
            fields.append("password")
        user_id = str(user.user_id)
        tx.publish(events.USER_CREATED, events.user_created(user), user_id, workspace_id=user.workspace_id)
        tx.audit("user", [user_id], fields, action="user.created", caller=caller, after=[f"role:{user.role}"])

    async def get(self, caller: Caller, user_id: UUID) -> User:
        """One of the people of the caller's workspace."""
        async with self._db.transaction(caller) as tx:
            found = await self._store.get(tx, user_id)
        if found is None:
            raise NotFound
        return found

    async def list(self, caller: Caller, page_size: int, page_token: str) -> tuple[list[User], str]:
        """A page of the people of the caller's workspace, oldest first, and the token of the next."""
        filters = ("users", caller.workspace_id)
        position = self._pages.decode(page_token, filters)
        size = paging.size(page_size)
        async with self._db.transaction(caller) as tx:
            found = await self._store.page(tx, UUID(position[0]) if position else FIRST, size + 1)
        more = len(found) > size
        token = self._pages.encode(filters, str(found[size - 1].user_id)) if more else ""
        return found[:size], token
