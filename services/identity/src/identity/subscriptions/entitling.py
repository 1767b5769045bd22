"""Entitlements in force, from everything that entitles: the plan, and the agreements."""

from collections.abc import Sequence

from identity.ports import Entitled
from identity.subscriptions.entitlements import ContactLimits, Entitlements, contact_limit_of
from identity.subscriptions.service import Subscriptions
from kit.caller import Caller
from kit.db import Database


class Entitling:
    def __init__(
        self, *, db: Database, subscriptions: Subscriptions, others: Sequence[Entitled], limits: ContactLimits
    ) -> None:
        self._db = db
        self._subscriptions = subscriptions
        self._others = others
        self._limits = limits

    async def entitlements(self, caller: Caller) -> Entitlements:
        """What the caller's workspace is entitled to at this moment."""
        async with self._db.transaction(caller) as tx:
            plan = await self._subscriptions.plan(tx, caller.workspace_id)
            features = await self._subscriptions.features(tx, caller.workspace_id)
            for other in self._others:
                features |= await other.features(tx, caller.workspace_id)
        return Entitlements(plan, features, contact_limit_of(plan, self._limits))
