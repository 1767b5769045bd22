"""Entitlements in force, from everything that entitles: the plan, and the agreements."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from identity.ports import Entitled
from identity.subscriptions.entitlements import Entitlements
from identity.subscriptions.service import Subscriptions
from kit.caller import Caller
from kit.db import Database, Transaction


class Entitling:
    def __init__(self, *, db: Database, subscriptions: Subscriptions, others: Sequence[Entitled]) -> None:
        self._db = db
        self._subscriptions = subscriptions
        self._others = others

    async def entitlements(self, caller: Caller) -> Entitlements:
        """What the caller's workspace is entitled to at this moment."""
        async with self._db.transaction(caller) as tx:
            return await self.of(tx, caller.workspace_id)

    async def of(self, tx: Transaction, workspace_id: UUID) -> Entitlements:
        """What a workspace is entitled to, in the transaction of whoever asks."""
        bought = await self._subscriptions.entitlements(tx, workspace_id)
        features = [await other.features(tx, workspace_id) for other in self._others]
        return replace(bought, features=bought.features.union(*features))
