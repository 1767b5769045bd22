"""Agreement to the policies in force: recorded with version, time and source."""

from uuid import UUID

from identity.errors import PolicyVersionOutdatedError
from identity.policies.model import Acceptance, InForce, PolicyStatus
from identity.policies.store import PolicyStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction


class Policies:
    def __init__(self, *, store: PolicyStore, in_force: InForce, clock: Clock) -> None:
        self._store = store
        self.in_force = in_force
        self._clock = clock

    def check(self, version: str) -> None:
        """Raises PolicyVersionOutdatedError."""
        if version != self.in_force.version:
            raise PolicyVersionOutdatedError(metadata={"currentVersion": self.in_force.version})

    async def record(
        self,
        tx: Transaction,
        caller: Caller,
        workspace_id: UUID,
        user_id: UUID,
        version: str,
        *,
        attested_name: str = "",
    ) -> Acceptance:
        """Records that someone agrees, with the full name attested with. Raises PolicyVersionOutdatedError."""
        self.check(version)
        acceptance = Acceptance(version, self._clock.now(), caller.source)
        await self._store.add(tx, workspace_id, user_id, acceptance, attested_name)
        tx.audit("user", [str(user_id)], action="policy.accepted", after=[version], caller=caller)
        return acceptance

    async def status(self, tx: Transaction, user_id: UUID) -> PolicyStatus:
        """What is in force, and what the person agreed to last."""
        return PolicyStatus(self.in_force.version, await self._store.latest(tx, user_id))
