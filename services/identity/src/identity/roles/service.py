"""Roles: defined, given, and what each grants."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from uuid import UUID

from identity.errors import (
    RoleBuiltInError,
    RoleInUseError,
    RoleNotFoundError,
    TooManyRolesError,
    UnknownRoleError,
)
from identity.ports import Entitles
from identity.roles import events, store
from identity.roles.definition import FIELDS, Definition, check_features, defined
from identity.roles.model import (
    MOST_CUSTOM_ROLES,
    NOTHING,
    Catalogue,
    DefinedRole,
    Grants,
    Rights,
    Visibility,
    built_in_roles,
    check_within,
)
from identity.teams.service import Teams
from kit import etag
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.ids import new_id

# Whether something still names a role: people, invitations.
Use = Callable[[Transaction, str], Awaitable[bool]]


class Roles:
    def __init__(
        self,
        *,
        db: Database,
        catalogue: Catalogue,
        teams: Teams,
        uses: Sequence[Use],
        entitling: Entitles,
        clock: Clock,
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._built_in = {role.role_id: role for role in built_in_roles(catalogue.permissions)}
        self._teams = teams
        self._uses = uses
        self._entitling = entitling
        self._clock = clock

    async def grants(self, tx: Transaction, workspace_id: UUID, user_id: UUID, role: str) -> Grants:
        """What someone of this role may do and see, of this moment."""
        found = self._built_in.get(role) or await store.get(tx, workspace_id, _custom_id(role))
        rights = found.rights if found else NOTHING
        entitled = await self._entitling.of(tx, workspace_id)
        return Grants(
            permissions=rights.permissions,
            hidden_fields=rights.hidden_fields,
            read_only_fields=rights.read_only_fields,
            owner_ids=await self._owner_ids(tx, workspace_id, user_id, rights),
            features=entitled.features,
            contact_limit=entitled.contact_limit,
        )

    async def check_exists(self, tx: Transaction, workspace_id: UUID, role: str) -> DefinedRole:
        """The role, which cannot be removed before the transaction ends. Raises UnknownRoleError."""
        found = self._built_in.get(role) or await store.hold(tx, workspace_id, _custom_id(role))
        if found is None:
            raise UnknownRoleError(field="role")
        return found

    async def check_assignable(self, tx: Transaction, caller: Caller, role: str) -> None:
        """Whether the caller may give this role to somebody: it exists, and allows no more than the caller has.

        The role stays until the transaction ends. Raises UnknownRoleError, PermissionEscalationError.
        """
        check_within((await self.check_exists(tx, caller.workspace_id, role)).rights, caller)

    def record_assignment(self, tx: Transaction, caller: Caller, user_id: UUID, before: str, after: str) -> None:
        """Says to the suite and to the audit log that a person has another role now."""
        message, person = events.user_role_changed(user_id, after), str(user_id)
        tx.publish(events.USER_ROLE_CHANGED, message, person, workspace_id=caller.workspace_id)
        tx.audit("user", [person], ["role"], action="user.role_changed", caller=caller, before=[before], after=[after])

    async def list(self, caller: Caller) -> list[DefinedRole]:
        """Those every workspace has, then the workspace's own by name."""
        async with self._db.transaction(caller) as tx:
            return [*self._built_in.values(), *await store.list_all(tx)]

    async def get(self, caller: Caller, role_id: str) -> DefinedRole:
        """Raises RoleNotFoundError."""
        async with self._db.transaction(caller) as tx:
            return await self._get(tx, caller, role_id)

    async def create(self, caller: Caller, asked: Definition, request_id: str) -> DefinedRole:
        """A role of the workspace's own, within what its maker holds."""
        now = self._clock.now()
        new = DefinedRole(str(new_id()), "", Rights(), version=1, create_time=now, update_time=now)
        made = defined(new, asked, FIELDS, self._catalogue)
        check_within(made.rights, caller)
        check_features(Rights(), made.rights, caller)
        async with self._db.transaction(caller) as tx:
            if known := await tx.replayed(request_id):
                return await self._get(tx, caller, known)
            await tx.alone_with("roles")
            if await store.count(tx) >= MOST_CUSTOM_ROLES:
                raise TooManyRolesError(metadata={"limit": str(MOST_CUSTOM_ROLES)})
            await store.add(tx, caller.workspace_id, made)
            tx.audit("role", [made.role_id], FIELDS, after=made.rights.codes)
            await tx.remember(request_id, made.role_id)
        return made

    async def update(
        self, caller: Caller, role_id: str, asked: Definition, changed: Sequence[str], expected: str
    ) -> DefinedRole:
        """Changes a role of the workspace's own, in force within five seconds for everybody who has it."""
        async with self._db.transaction(caller) as tx:
            before = await self._lock(tx, caller, role_id)
            etag.check(expected, before.version)
            now = self._clock.now()
            after = defined(before, asked, changed, self._catalogue)
            after = replace(after, version=before.version + 1, update_time=now)
            check_within(after.rights, caller)
            check_features(before.rights, after.rights, caller)
            await store.update(tx, after, now)
            tx.publish(events.ROLE_CHANGED, events.role_changed(role_id), role_id)
            tx.audit("role", [role_id], sorted(changed), before=before.rights.codes, after=after.rights.codes)
        return after

    async def delete(self, caller: Caller, role_id: str, expected: str) -> None:
        """Removes a role that nobody has. Raises RoleInUseError."""
        async with self._db.transaction(caller) as tx:
            role = await self._lock(tx, caller, role_id)
            etag.check(expected, role.version)
            for is_used in self._uses:
                if await is_used(tx, role_id):
                    raise RoleInUseError
            await store.remove(tx, role_id)
            tx.publish(events.ROLE_CHANGED, events.role_changed(role_id), role_id)
            tx.audit("role", [role_id], before=role.rights.codes)

    async def _owner_ids(
        self, tx: Transaction, workspace_id: UUID, user_id: UUID, rights: Rights
    ) -> frozenset[UUID] | None:
        match rights.visibility:
            case Visibility.ALL:
                return None
            case Visibility.TEAM:
                return await self._teams.seen_by(tx, workspace_id, user_id)
            case Visibility.OWN:
                return frozenset({user_id})

    async def _get(self, tx: Transaction, caller: Caller, role_id: str) -> DefinedRole:
        found = self._built_in.get(role_id) or await store.get(tx, caller.workspace_id, _custom_id(role_id))
        if found is None:
            raise RoleNotFoundError
        return found

    async def _lock(self, tx: Transaction, caller: Caller, role_id: str) -> DefinedRole:
        if role_id in self._built_in:
            raise RoleBuiltInError
        found = await store.lock(tx, caller.workspace_id, _custom_id(role_id))
        if found is None:
            raise RoleNotFoundError
        return found


def _custom_id(role: str) -> UUID:
    """What is no id is that of no role."""
    try:
        return UUID(role)
    except ValueError:
        return UUID(int=0)
