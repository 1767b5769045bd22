"""Run by the owner role: opens months ahead of time and drops those kept long enough. Hashes stay."""

from datetime import date

from audit.retention.model import expired, months_from
from audit.retention.store import RetentionStore
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database


class Retention:
    """Monthly housekeeping."""

    def __init__(self, database: Database, store: RetentionStore, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock

    async def open_months(self) -> list[date]:
        """Open the coming months; those that could not be, because the default partition holds entries of them."""
        async with self._database.transaction(DEPLOYMENT) as tx:
            return [
                month for month in months_from(self._clock.now().date()) if not await self._store.open_month(tx, month)
            ]

    async def drop_expired(self, years: int) -> list[str]:
        """Drop what is older than so many years; what was dropped."""
        async with self._database.transaction(DEPLOYMENT) as tx:
            old = expired(await self._store.partitions(tx), self._clock.now().date(), years)
            for partition in old:
                await self._store.drop(tx, partition)
            return old
