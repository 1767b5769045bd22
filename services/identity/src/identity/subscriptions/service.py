"""Subscriptions: what a workspace is entitled to, what a change would cost, and changing it."""

from uuid import UUID

from identity.subscriptions import store
from identity.subscriptions.entitlements import features_of
from identity.subscriptions.model import DEPLOYMENT_TERMS, TRIAL, TRIAL_TERMS, Kind, Subscription, unopened_cycle
from identity.subscriptions.pricing import Prices
from kit.clock import Clock
from kit.db import Transaction


class Subscriptions:
    def __init__(self, *, prices: Prices, clock: Clock) -> None:
        self._prices = prices
        self._clock = clock

    async def start_trial(self, tx: Transaction, workspace_id: UUID) -> None:
        """Fourteen days of what pro has, from now; at the end nothing is charged."""
        end_time = self._clock.now() + TRIAL
        await store.add(tx, Subscription(workspace_id, Kind.TRIAL, TRIAL_TERMS, trial_end_time=end_time))

    async def start_deployment(self, tx: Transaction, workspace_id: UUID, *, sandbox: bool) -> None:
        """A deployment of one's own is what enterprise is; its sandbox follows it and is not billed."""
        if sandbox:
            await store.add(tx, Subscription(workspace_id, Kind.FOLLOWING, DEPLOYMENT_TERMS))
            return
        cycle = unopened_cycle(self._prices, self._clock.now().date())
        await store.add(tx, Subscription(workspace_id, Kind.SUBSCRIBED, DEPLOYMENT_TERMS, cycle=cycle))

    async def features(self, tx: Transaction, workspace_id: UUID) -> frozenset[str]:
        """What the workspace is entitled to at this moment; nothing where there is no subscription."""
        found = await store.get(tx, workspace_id)
        if found is None:
            return frozenset()
        return features_of(found.effective_terms(self._clock.now()))
