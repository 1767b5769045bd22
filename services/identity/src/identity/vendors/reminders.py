"""Reminders of BAAs that expire: 60, 30, 7 and 1 days before, and once when one has lapsed."""

import asyncio
from datetime import timedelta
from uuid import UUID

from identity.agreements import events
from identity.subprocessors.circulars import Circulars
from identity.vendors import store
from identity.vendors.letters import reminder
from identity.vendors.model import LAPSED, REMINDERS, BaaState, Vendor, reminder_due
from kit.caller import for_service
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Error
from kit.log import get_logger

PAUSE_SECONDS = 3600.0
READERS = "agreements.read"

log = get_logger()


class Reminders:
    def __init__(self, *, db: Database, circulars: Circulars, clock: Clock) -> None:
        self._db = db
        self._circulars = circulars
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled; one process leads."""
        while True:
            await self.round()
            await asyncio.sleep(PAUSE_SECONDS)

    async def round(self) -> int:
        """Sends what is due; how many vendors were told of."""
        by = self._clock.now().date() + timedelta(days=max(REMINDERS))
        async with self._db.transaction(DEPLOYMENT) as tx:
            found = await store.expiring(tx, by)
        return sum([await self._remind(vendor_id, workspace_id) for vendor_id, workspace_id in found])

    async def _remind(self, vendor_id: UUID, workspace_id: UUID) -> bool:
        """One that cannot be told of must not keep the others from being."""
        caller = for_service("identity", workspace_id, "vendor.reminded")
        try:
            async with self._db.transaction(caller) as tx:
                vendor = await store.lock(tx, vendor_id)
                return vendor is not None and await self._tell(tx, vendor)
        except Error as failure:
            log.warning("reminder.failed", workspace_id=str(workspace_id), error=type(failure).__name__)
            return False

    async def _tell(self, tx: Transaction, vendor: Vendor) -> bool:
        now, expire_date = self._clock.now(), vendor.details.expire_date
        if expire_date is None or vendor.details.baa_state is not BaaState.SIGNED:
            return False
        days = reminder_due(expire_date, now.date())
        if days is None or not await store.reminded(tx, vendor, days, now):
            return False
        written = reminder(vendor.details.name, expire_date, now.date(), days, self._circulars.public_url)
        await self._circulars.post(tx, READERS, written)
        tx.audit("vendor", [str(vendor.vendor_id)], reason="lapsed" if days == LAPSED else f"{days} days")
        if days == LAPSED:
            message = events.vendor_agreement_changed(vendor.code)
            tx.publish(events.VENDOR_AGREEMENT_CHANGED, message, str(vendor.vendor_id))
        return True
