"""Billing details: shown to whoever sees the subscription, changed by whoever may change it."""

from dataclasses import replace
from uuid import UUID

from identity.billing_details.model import BillingDetails, changed
from identity.billing_details.store import BillingDetailsStore
from kit import etag
from kit.caller import Caller
from kit.db import Database, Transaction


class Billed:
    def __init__(self, *, db: Database, store: BillingDetailsStore) -> None:
        self._db = db
        self._store = store

    async def get(self, caller: Caller) -> BillingDetails:
        """The details of the caller's workspace; empty where nobody told any."""
        async with self._db.transaction(caller) as tx:
            return await self._store.get(tx, caller.workspace_id)

    async def update(
        self, caller: Caller, wanted: BillingDetails, paths: tuple[str, ...], expected: str
    ) -> BillingDetails:
        """Changes the fields named. Raises Stale, FieldFixedError."""
        async with self._db.transaction(caller) as tx:
            current = await self._store.get(tx, caller.workspace_id)
            etag.check(expected, current.version)
            after = replace(changed(current, wanted, paths), version=current.version + 1)
            await self._store.put(tx, caller.workspace_id, after)
            fields = sorted({path.partition(".")[0] for path in paths})
            tx.audit("billing_details", [str(caller.workspace_id)], fields)
        return after

    async def contact_email(self, tx: Transaction, workspace_id: UUID) -> str:
        """Who is written to about invoices beside administrators; empty where nobody is named."""
        return (await self._store.get(tx, workspace_id)).contact_email
