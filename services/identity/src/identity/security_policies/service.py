"""The policy of a workspace: read at every exchange of a session, changed by who answers for security."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from identity.security_policies import store
from identity.security_policies.model import SecurityPolicy
from kit import etag as etags
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.errors import InvalidInput

CHANGEABLE = frozenset({"mfa_required", "grace_period_days"})


class SecurityPolicies:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, tx: Transaction, workspace_id: UUID) -> SecurityPolicy:
        return await store.get(tx, workspace_id)

    async def get(self, caller: Caller) -> SecurityPolicy:
        """The policy of the caller's workspace."""
        async with self._db.transaction(caller) as tx:
            return await store.get(tx, caller.workspace_id)

    async def update(
        self, caller: Caller, paths: Collection[str], mfa_required: bool, grace_period_days: int, etag: str
    ) -> SecurityPolicy:
        """Changes the fields named. Raises Stale."""
        if not CHANGEABLE.issuperset(paths):
            raise InvalidInput("Only mfa_required and grace_period_days can be changed.", field="update_mask")
        async with self._db.transaction(caller) as tx:
            before = await store.get(tx, caller.workspace_id)
            etags.check(etag, before.version)
            changed = before
            if "mfa_required" in paths:
                changed = changed.requiring_mfa(mfa_required, self._clock.now())
            if "grace_period_days" in paths:
                changed = replace(changed, grace_period_days=grace_period_days)
            if changed == before:
                return before
            changed = replace(changed, version=before.version + 1)
            await store.save(tx, caller.workspace_id, changed)
            record = [str(caller.workspace_id)]
            tx.audit("security_policy", record, sorted(paths), before=before.codes(), after=changed.codes())
        return changed
