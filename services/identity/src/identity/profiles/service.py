"""What a person sees and changes of itself."""

from dataclasses import dataclass, replace
from uuid import UUID

from identity.errors import FieldFixedError
from identity.policies.model import Acceptance, PolicyStatus
from identity.policies.service import Policies
from identity.users.model import User, check_name
from identity.users.store import UserStore
from kit import etag
from kit.caller import Caller
from kit.db import Database, Transaction
from kit.errors import NotFound

CHANGEABLE = ("display_name", "phone", "job_title")


@dataclass(frozen=True, slots=True)
class Profile:
    user: User
    policy: PolicyStatus


class Profiles:
    def __init__(self, *, db: Database, users: UserStore, policies: Policies) -> None:
        self._db = db
        self._users = users
        self._policies = policies

    async def get(self, caller: Caller) -> Profile:
        """The caller's own profile."""
        async with self._db.transaction(caller) as tx:
            return await self._profile(tx, await self._users.get(tx, UUID(caller.actor_id)))

    async def update(self, caller: Caller, wanted: dict[str, str], expected: str) -> Profile:
        """Changes the fields named. Raises Stale, FieldFixedError."""
        if not wanted.keys() <= set(CHANGEABLE):
            raise FieldFixedError(field="update_mask")
        async with self._db.transaction(caller) as tx:
            user = await self._users.lock(tx, UUID(caller.actor_id))
            if user is None:
                raise NotFound
            etag.check(expected, user.version)
            changed = replace(user, **wanted)  # type: ignore[arg-type]  # the fields named are all text
            check_name(changed.display_name, "me.display_name")
            await self._users.set_profile(tx, changed)
            tx.audit("user", [str(user.user_id)], sorted(wanted))
            return await self._profile(tx, replace(changed, version=user.version + 1))

    async def accept_policies(self, caller: Caller, version: str) -> Acceptance:
        """Records that the caller agrees. A machine agrees to nothing. Raises PolicyVersionOutdatedError."""
        async with self._db.transaction(caller) as tx:
            user = await self._users.get(tx, UUID(caller.actor_id))
            if user is None:
                raise NotFound
            return await self._policies.record(tx, caller, user.workspace_id, user.user_id, version)

    async def _profile(self, tx: Transaction, user: User | None) -> Profile:
        if user is None:
            raise NotFound
        return Profile(user, await self._policies.status(tx, user.user_id))
