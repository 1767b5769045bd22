"""What the calendar does to subscriptions: one process leads, and catches up on what it missed."""

import asyncio

from identity.dunning.service import Dunning
from identity.payments.service import Payments
from identity.subscriptions import store
from identity.subscriptions.service import Subscriptions
from kit.caller import for_service
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database
from kit.errors import Error
from kit.log import get_logger

ROUND_SECONDS = 30.0

log = get_logger()


class Renewal:
    def __init__(
        self, *, db: Database, subscriptions: Subscriptions, payments: Payments, dunning: Dunning, clock: Clock
    ) -> None:
        self._db = db
        self._subscriptions = subscriptions
        self._payments = payments
        self._dunning = dunning
        self._clock = clock

    async def run(self) -> None:
        """Goes round until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(ROUND_SECONDS)

    async def round(self) -> None:
        """Renews what is due, bills seats nobody reported, charges what is open, tells of what is past due.

        A second round changes nothing."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            found = await store.list_due(tx, self._clock.now().date())
        for workspace_id in found:
            try:
                async with self._db.transaction(for_service("identity", workspace_id, "subscription.renewed")) as tx:
                    await self._subscriptions.brought_up_to_date(tx, workspace_id)
            except Error as failure:
                # One that fails must not hold up the others; it is due again in the next round.
                log.warning("renewal.failed", workspace_id=str(workspace_id), error=type(failure).__name__)
        async with self._db.transaction(DEPLOYMENT) as tx:
            await store.follow(tx)
        await self._payments.collect()
        await self._dunning.round()
        await self._payments.sweep()
