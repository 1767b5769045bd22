"""Vendors of a practice: listed, added, changed, removed; and whether PHI may flow to one."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import UUID, uuid5

from identity.agreements import events
from identity.agreements.service import AgreementRegister
from identity.errors import VendorExistsError, VendorLimitError, VendorNotFoundError
from identity.subprocessors.service import Subprocessors
from identity.vendors import store
from identity.vendors.catalogue import KNOWN
from identity.vendors.model import (
    MOST_OWN_VENDORS,
    Check,
    Details,
    Standing,
    Vendor,
    cache_until,
    check_details,
    standing,
)
from kit import etag
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Stale
from kit.ids import new_id


class Vendors:
    def __init__(
        self, *, db: Database, agreements: AgreementRegister, subprocessors: Subprocessors, clock: Clock
    ) -> None:
        self._db = db
        self._agreements = agreements
        self._subprocessors = subprocessors
        self._clock = clock

    async def list(self, caller: Caller) -> Sequence[Vendor]:
        """Those recorded and those the product knows, by name."""
        async with self._db.transaction(caller) as tx:
            return sorted(await self._all(tx, caller), key=lambda vendor: vendor.details.name.casefold())

    async def get(self, caller: Caller, vendor_id: UUID) -> Vendor:
        async with self._db.transaction(caller) as tx:
            return await self._find(tx, caller, vendor_id)

    async def create(self, caller: Caller, code: str, details: Details, request_id: str) -> Vendor:
        """Adds a vendor of the practice's own."""
        check_details(details)
        if code in KNOWN:
            raise VendorExistsError(field="vendor.code")
        vendor = Vendor(new_id(), caller.workspace_id, code, details, 1, self._clock.now())
        fingerprint = sha256(repr((code, details)).encode()).digest()
        async with self._db.transaction(caller) as tx:
            if made := await tx.replayed(request_id, fingerprint):
                return await self._find(tx, caller, UUID(made))
            await tx.alone_with("vendors")
            recorded = await store.all_recorded(tx, caller.workspace_id)
            if sum(each.code not in KNOWN for each in recorded) >= MOST_OWN_VENDORS:
                raise VendorLimitError
            await store.add(tx, vendor)
            await tx.remember(request_id, str(vendor.vendor_id), fingerprint)
            self._record(tx, vendor, (), reason=self._standing(vendor))
        return vendor

    async def update(
        self, caller: Caller, vendor_id: UUID, new: Details, fields: Sequence[str], expected: str
    ) -> Vendor:
        """Changes the fields named. The first change of one that the product knows records it."""
        async with self._db.transaction(caller) as tx:
            before = await store.lock(tx, vendor_id) or await self._find(tx, caller, vendor_id)
            etag.check(expected, before.version)
            details = replace(before.details, **{name: getattr(new, name) for name in fields})
            check_details(details)
            after = replace(before, details=details, version=before.version + 1, update_time=self._clock.now())
            if before.version:
                await store.change(tx, after)
            else:
                await self._add_known(tx, after)
            self._record(tx, after, fields, reason=f"{self._standing(before)} to {self._standing(after)}")
        return after

    async def delete(self, caller: Caller, vendor_id: UUID) -> None:
        """Removes what is recorded."""
        async with self._db.transaction(caller) as tx:
            vendor = await store.lock(tx, vendor_id)
            if vendor is None:
                raise VendorNotFoundError
            await store.remove(tx, vendor_id)
            self._record(tx, vendor, (), reason=f"{self._standing(vendor)} to {Standing.NO_BAA}")

    async def check(self, code: str, workspace_id: UUID) -> Check:
        """Whether PHI of the workspace may flow to the vendor now. What is not known to be allowed is not."""
        now = self._clock.now()
        async with self._db.transaction(DEPLOYMENT) as tx:
            if not await self._agreements.phi_allowed(tx, workspace_id):
                return Check(Standing.WORKSPACE_WITHOUT_PHI, cache_until(now, None))
            vendor = await store.find(tx, workspace_id, code)
            if vendor is not None and vendor.decides:
                return Check(standing(vendor.details, now.date()), cache_until(now, vendor.details.expire_date))
            return Check(await self._of_operator(tx, code, known=vendor is not None), cache_until(now, None))

    async def _of_operator(self, tx: Transaction, code: str, *, known: bool) -> Standing:
        """Where the practice says nothing, the operator's own BAA counts."""
        found = await self._subprocessors.find(tx, code)
        if found is None:
            return Standing.NO_BAA if known or code in KNOWN else Standing.UNKNOWN
        if not found.in_use(self._clock.now()):
            return Standing.NOT_YET_EFFECTIVE
        if not found.touches_phi:
            return Standing.NOT_FOR_PHI
        return Standing.ACTIVE if found.baa else Standing.NO_BAA

    async def _all(self, tx: Transaction, caller: Caller) -> Sequence[Vendor]:
        recorded = {each.code: each for each in await store.all_recorded(tx, caller.workspace_id)}
        unrecorded = {code: known(code, caller.workspace_id) for code in KNOWN}
        return tuple((unrecorded | recorded).values())

    async def _find(self, tx: Transaction, caller: Caller, vendor_id: UUID) -> Vendor:
        for vendor in await self._all(tx, caller):
            if vendor.vendor_id == vendor_id:
                return vendor
        raise VendorNotFoundError

    async def _add_known(self, tx: Transaction, vendor: Vendor) -> None:
        """Of two first changes at once the second was made from what is not so any more."""
        try:
            await store.add(tx, vendor)
        except VendorExistsError:
            raise Stale from None

    def _standing(self, vendor: Vendor) -> Standing:
        return standing(vendor.details, self._clock.now().date())

    def _record(self, tx: Transaction, vendor: Vendor, fields: Sequence[str], *, reason: str) -> None:
        tx.audit("vendor", [str(vendor.vendor_id)], fields, reason=reason)
        message = events.vendor_agreement_changed(vendor.code)
        tx.publish(events.VENDOR_AGREEMENT_CHANGED, message, str(vendor.vendor_id))


def known(code: str, workspace_id: UUID) -> Vendor:
    """One that the product knows, as long as nothing is recorded; its id is the same each time."""
    each = KNOWN[code]
    details = Details(each.name, each.category, each.region, each.touches_phi)
    return Vendor(uuid5(workspace_id, code), workspace_id, code, details)
