"""Service accounts: added, changed, disabled, removed. What ends a machine's work tells every cache of principals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from identity.errors import ServiceAccountNotFoundError
from identity.roles.model import Role
from identity.roles.service import Roles
from identity.service_accounts import events, store
from identity.service_accounts.model import ServiceAccount, State, check_person, checked_name
from identity.users.model import UserState
from identity.users.store import UserStore
from kit import etag, paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.errors import InvalidInput
from kit.ids import new_id
from kit.paging import Pages

RECORD_TYPE = "service_account"
CHANGEABLE = ("name", "role", "on_behalf_of", "state")
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller says of a service account."""

    name: str
    role: str
    on_behalf_of: UUID | None
    state: State | None = State.ACTIVE


class ServiceAccounts:
    def __init__(self, *, db: Database, users: UserStore, roles: Roles, pages: Pages, clock: Clock) -> None:
        self._db = db
        self._users = users
        self._roles = roles
        self._pages = pages
        self._clock = clock

    async def create(self, caller: Caller, wanted: Wanted) -> ServiceAccount:
        """Adds an account that has no token yet."""
        account = ServiceAccount(
            service_account_id=new_id(),
            workspace_id=caller.workspace_id,
            name=checked_name(wanted.name),
            role=wanted.role or Role.AUTOMATION.value,
            on_behalf_of=wanted.on_behalf_of,
            state=State.ACTIVE,
            create_time=self._clock.now(),
            creator_id=caller.actor_id,
            version=1,
        )
        async with self._db.transaction(caller) as tx:
            await self._check_person(tx, caller, account)
            await self._roles.check_assignable(tx, caller, account.role)
            await store.add(tx, account)
            tx.audit(RECORD_TYPE, [str(account.service_account_id)], CHANGEABLE, after=told(account, CHANGEABLE))
        return account

    async def get(self, caller: Caller, service_account_id: UUID) -> ServiceAccount:
        async with self._db.reading(caller) as tx:
            account = await store.get(tx, service_account_id)
        if account is None:
            raise ServiceAccountNotFoundError
        return account

    async def list(self, caller: Caller, page_size: int, page_token: str) -> tuple[list[ServiceAccount], str]:
        """A page of the workspace's accounts, oldest first, and the token of the next."""
        filters = ("service_accounts", caller.workspace_id)
        position = self._pages.decode(page_token, filters)
        size = paging.size(page_size)
        async with self._db.reading(caller) as tx:
            found = await store.page(tx, UUID(position[0]) if position else FIRST, size + 1)
        more = len(found) > size
        token = self._pages.encode(filters, str(found[size - 1].service_account_id)) if more else ""
        return found[:size], token

    async def update(
        self, caller: Caller, service_account_id: UUID, wanted: Wanted, paths: Iterable[str], expected_etag: str
    ) -> ServiceAccount:
        """Changes the fields named. What changes nothing leaves the etag as it is."""
        fields = checked_paths(paths)
        async with self._db.transaction(caller) as tx:
            old = await locked(tx, service_account_id)
            etag.check(expected_etag, old.version)
            new = merged(old, wanted, fields)
            changed = [name for name in CHANGEABLE if getattr(old, name) != getattr(new, name)]
            if not changed:
                return old
            if new.on_behalf_of != old.on_behalf_of:
                await self._check_person(tx, caller, new)
            # Enabling gives what the role grants just as a new role does; a disabled account may be enabled by another.
            if new.state is State.ACTIVE or new.role != old.role:
                await self._roles.check_assignable(tx, caller, new.role)
            new = replace(new, version=old.version + 1)
            await store.update(tx, new)
            if {"role", "on_behalf_of", "state"} & set(changed):
                changed_now = events.service_account_changed(service_account_id)
                tx.publish(events.SERVICE_ACCOUNT_CHANGED, changed_now, str(service_account_id))
            before, after = told(old, changed), told(new, changed)
            tx.audit(RECORD_TYPE, [str(service_account_id)], changed, before=before, after=after)
        return new

    async def delete(self, caller: Caller, service_account_id: UUID) -> None:
        """Removes an account; none of its tokens works from then on."""
        now = self._clock.now()
        async with self._db.transaction(caller) as tx:
            await locked(tx, service_account_id)
            for token_id in await store.active_token_ids(tx, service_account_id, now):
                tx.publish(events.TOKEN_REVOKED, events.token_revoked(token_id, service_account_id), str(token_id))
            await store.delete(tx, service_account_id, now)
            tx.audit(RECORD_TYPE, [str(service_account_id)])

    async def _check_person(self, tx: Transaction, caller: Caller, account: ServiceAccount) -> None:
        if account.on_behalf_of is None:
            return
        user = await self._users.get(tx, account.on_behalf_of)
        if user is None or user.state is not UserState.ACTIVE:
            raise InvalidInput("No active person of this workspace has this id.", field="on_behalf_of")
        check_person(caller, account.on_behalf_of)


async def locked(tx: Transaction, service_account_id: UUID) -> ServiceAccount:
    """Raises ServiceAccountNotFoundError."""
    account = await store.lock(tx, service_account_id)
    if account is None:
        raise ServiceAccountNotFoundError
    return account


def checked_paths(paths: Iterable[str]) -> Sequence[str]:
    fields = [path.removeprefix("service_account.") for path in paths]
    if not set(fields) <= set(CHANGEABLE):
        raise InvalidInput("Only name, role, onBehalfOf and state can be changed.", field="update_mask")
    return fields


def merged(old: ServiceAccount, wanted: Wanted, fields: Sequence[str]) -> ServiceAccount:
    return replace(
        old,
        name=checked_name(wanted.name) if "name" in fields else old.name,
        role=wanted.role or Role.AUTOMATION.value if "role" in fields else old.role,
        on_behalf_of=wanted.on_behalf_of if "on_behalf_of" in fields else old.on_behalf_of,
        state=checked_state(wanted.state) if "state" in fields else old.state,
    )


def checked_state(state: State | None) -> State:
    if state is None:
        raise InvalidInput("Say whether the service account is active or disabled.", field="service_account.state")
    return state


def told(account: ServiceAccount, fields: Iterable[str]) -> list[str]:
    """For the audit log, in codes and ids: a name is not repeated."""
    return [f"{name}:{getattr(account, name) or ''}" for name in fields if name != "name"]
