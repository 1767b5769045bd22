"""Subprocessors: listed for everyone; announced, and their BAAs recorded, by the operator."""

from dataclasses import replace

from identity.agreements import events
from identity.errors import SubprocessorExistsError, SubprocessorNotFoundError
from identity.subprocessors import store
from identity.subprocessors.catalogue import BUILT_IN
from identity.subprocessors.circulars import Circulars
from identity.subprocessors.letters import announcement
from identity.subprocessors.model import Subprocessor, check_notice
from identity.workspaces.model import WorkspaceKind
from identity.workspaces.service import Workspaces
from kit.caller import for_service
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction

OPERATOR = "identity"
READERS = "agreements.write"
PRODUCTION = WorkspaceKind.PRODUCTION


class Subprocessors:
    def __init__(self, *, db: Database, workspaces: Workspaces, circulars: Circulars, clock: Clock) -> None:
        self._db = db
        self._workspaces = workspaces
        self._circulars = circulars
        self._clock = clock

    async def list(self) -> list[Subprocessor]:
        """Those in use and those announced, by name."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            recorded = {each.code: each for each in await store.all_recorded(tx)}
        known = [each for each in (BUILT_IN | recorded).values() if not each.removed]
        return sorted(known, key=lambda each: each.name.casefold())

    async def find(self, tx: Transaction, code: str) -> Subprocessor | None:
        """One by its code, in a transaction of the deployment."""
        found = await store.get(tx, code) or BUILT_IN.get(code)
        return None if found is None or found.removed else found

    async def announce(self, new: Subprocessor) -> None:
        """Adds one that will be used later, and writes to the administrators of every account."""
        now = self._clock.now()
        announced = replace(new, announce_time=now)
        check_notice(now, announced.effective_time or now)
        written = announcement(announced, self._circulars.public_url)
        async with self._db.transaction(DEPLOYMENT) as tx:
            if await self.find(tx, new.code):
                raise SubprocessorExistsError
            await store.put(tx, announced)
            real = {each.workspace_id for each in await self._workspaces.all(tx) if each.kind is PRODUCTION}
            await self._circulars.post(tx, READERS, written, real)
            await self._record(tx, new.code, "subprocessor.announced")

    async def record_baa(self, code: str, *, signed: bool) -> None:
        """Says whether the operator has a BAA with it in force."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            found = await self._listed(tx, code)
            await store.put(tx, replace(found, baa=signed))
            await self._record(tx, code, "subprocessor.baa_recorded", "signed" if signed else "ended")

    async def remove(self, code: str) -> None:
        """Takes one off the list that is not used, or not any more."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            found = await self._listed(tx, code)
            await store.put(tx, replace(found, removed=True))
            await self._record(tx, code, "subprocessor.removed")

    async def _listed(self, tx: Transaction, code: str) -> Subprocessor:
        found = await self.find(tx, code)
        if found is None:
            raise SubprocessorNotFoundError
        return found

    async def _record(self, tx: Transaction, code: str, action: str, reason: str = "") -> None:
        """It concerns every workspace: each has it in its own log, and hears of it."""
        for workspace in await self._workspaces.all(tx):
            caller = for_service(OPERATOR, workspace.workspace_id, action)
            tx.audit("subprocessor", [code], reason=reason, caller=caller)
            message = events.vendor_agreement_changed(code)
            tx.publish(events.VENDOR_AGREEMENT_CHANGED, message, code, workspace_id=workspace.workspace_id)
