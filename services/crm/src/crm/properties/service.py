"""What can be done with properties."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from crm.errors import PropertyNotFoundError
from crm.properties.model import Property
from crm.properties.store import PropertyStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.ids import new_id

RECORD_TYPE = "property"


class Values(Protocol):
    """Where the values of properties are kept."""

    async def move_property(self, tx: Transaction, workspace_id: UUID, name: str, *, phi: bool) -> None:
        """Seals every stored value of a property, or takes them out of the seal."""


class PropertyService:
    """Use cases of properties."""

    def __init__(self, database: Database, store: PropertyStore, values: Values, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._values = values
        self._clock = clock

    async def list(self, caller: Caller) -> list[Property]:
        """Every property of the workspace, by name."""
        async with self._database.reading(caller) as tx:
            return await self._store.all(tx)

    async def update(self, caller: Caller, property_id: UUID, *, phi: bool) -> Property:
        """Says whether a property is PHI, and moves its values in the same transaction."""
        async with self._database.transaction(caller) as tx:
            known = await self._store.lock(tx, property_id)
            if known is None:
                raise PropertyNotFoundError
            if known.phi is phi:
                return known
            await self._store.set_phi(tx, property_id, phi=phi)
            await self._values.move_property(tx, caller.workspace_id, known.name, phi=phi)
            tx.audit(RECORD_TYPE, [str(property_id)], ["phi"])
            return replace(known, phi=phi)

    async def unsealed(self, tx: Transaction, caller: Caller, names: Iterable[str]) -> frozenset[str]:
        """Those of `names` that are not PHI, for the rest of the transaction. Names first seen here are PHI."""
        asked = sorted(set(names))
        if not asked:
            return frozenset()
        known = await self._store.share(tx, asked)
        if unknown := [name for name in asked if name not in known]:
            now = self._clock.now()
            new = [Property(new_id(), name, True, now) for name in unknown]
            await self._store.add(tx, caller.workspace_id, new)
            known |= await self._store.share(tx, unknown)
        return frozenset(name for name, phi in known.items() if not phi)
