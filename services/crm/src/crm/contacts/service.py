"""What can be done with contacts. Each use case is one transaction: the change, its event and its audit entry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from crm.contacts import events
from crm.contacts.masks import merged, visible_fields
from crm.contacts.model import Contact, Details, changed_fields, checked, checked_email, checked_lifecycle, parse_date
from crm.contacts.phone import parse_phone
from crm.contacts.store import ContactStore, Criteria, Locked, Slice
from crm.contacts.visibility import check_owner, default_owner
from crm.errors import ContactNotFoundError, LegalHoldError, SearchEmptyError
from crm.limits import service as limits
from crm.properties.service import PropertyService
from kit import etag
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.ids import new_id
from kit.paging import Pages
from phi_crypto import name_words

RECORD_TYPE = "contact"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of contacts, the fields of them the caller may see, and the token of the next page."""

    contacts: list[Contact]
    fields: frozenset[str]
    next_page_token: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means anything."""

    lifecycle: str = ""
    owner_id: UUID | None = None
    tag: str = ""
    archived: bool = False


class ContactService:
    """Use cases of contacts."""

    def __init__(
        self,
        database: Database,
        store: ContactStore,
        properties: PropertyService,
        pages: Pages,
        *,
        clock: Clock,
        region: str,
    ) -> None:
        self._database = database
        self._store = store
        self._properties = properties
        self._pages = pages
        self._clock = clock
        self._region = region

    async def create(self, caller: Caller, details: Details, request_id: str) -> tuple[Contact, list[UUID]]:
        """Creates a contact; also the ids of those that look like the same person."""
        now = self._clock.now()
        details = replace(details, owner_id=details.owner_id or default_owner(caller))
        check_owner(caller, details.owner_id)
        contact = Contact(new_id(), checked(details, self._region, now.date()), 1, False, now, now)
        fingerprint = self._store.fingerprint(caller.workspace_id, details)
        async with self._database.transaction(caller) as tx:
            if made := await tx.replayed(request_id, fingerprint):
                contact = (await self._locked(tx, caller, UUID(made))).contact
                return contact, await self._store.lookalikes(tx, caller, contact)
            await limits.check_room(tx, caller)
            clear = await self._properties.unsealed(tx, caller, contact.details.properties)
            lookalikes = await self._store.add(tx, caller, contact, clear)
            await tx.remember(request_id, str(contact.contact_id), fingerprint)
            tx.publish(*events.created(contact))
            tx.audit(RECORD_TYPE, [str(contact.contact_id)], changed_fields(Details(), contact.details))
            return contact, lookalikes

    async def count(self, caller: Caller) -> int:
        """How many contacts the workspace has, whoever sees them; what is erased does not count."""
        async with self._database.reading(caller) as tx:
            return await limits.count(tx, caller.workspace_id)

    async def get(self, caller: Caller, contact_id: UUID, fields: frozenset[str]) -> Contact:
        """One contact, with no other fields opened than those asked for."""
        async with self._database.reading(caller) as tx:
            contact = await self._store.get(tx, caller, contact_id, fields)
        if contact is None:
            raise ContactNotFoundError
        return contact

    async def list(
        self, caller: Caller, filters: Filters, size: int, page_token: str, read_mask: tuple[str, ...]
    ) -> Page:
        """A page of contacts, newest first."""
        fields = visible_fields(read_mask, caller.hidden_fields)
        before = self._position(page_token, filters)
        lifecycle = filters.lifecycle and checked_lifecycle(filters.lifecycle)
        wanted = {"lifecycle": lifecycle, "owner_id": filters.owner_id, "tag": filters.tag}
        matching = {name: value for name, value in wanted.items() if value}
        async with self._database.reading(caller) as tx:
            found = await self._store.page(tx, caller, matching, Slice(before, size, fields), archived=filters.archived)
        return Page(found.contacts, fields, self._token(filters, found.position))

    async def search(
        self, caller: Caller, criteria: Criteria, size: int, page_token: str, read_mask: tuple[str, ...]
    ) -> Page:
        """A page of the contacts that meet every criterion, newest first."""
        fields = visible_fields(read_mask, caller.hidden_fields)
        criteria = _searchable(criteria, self._region)
        before = self._position(page_token, criteria)
        async with self._database.reading(caller) as tx:
            found = await self._store.search(tx, caller, criteria, Slice(before, size, fields))
        return Page(found.contacts, fields, self._token(criteria, found.position))

    async def update(
        self, caller: Caller, contact_id: UUID, wanted: Details, paths: Sequence[str], expected_etag: str
    ) -> Contact:
        """Changes the fields named by `paths`. What changes nothing leaves the etag as it is."""
        now = self._clock.now()
        async with self._database.transaction(caller) as tx:
            old = await self._locked(tx, caller, contact_id)
            etag.check(expected_etag, old.contact.version)
            details = merged(old.contact.details, wanted, paths)
            details = checked(details, self._region, now.date())
            changed = changed_fields(old.contact.details, details)
            if not changed:
                return old.contact
            if "owner_id" in changed:
                check_owner(caller, details.owner_id)
            new = replace(old.contact, details=details, version=old.contact.version + 1, update_time=now)
            await self._save(tx, caller, old, new)
            tx.publish(*events.updated(new, changed))
            tx.audit(RECORD_TYPE, [str(contact_id)], changed)
            return new

    async def archive(self, caller: Caller, contact_id: UUID, expected_etag: str) -> Contact:
        """Takes a contact out of lists and searches."""
        now = self._clock.now()
        async with self._database.transaction(caller) as tx:
            old = await self._locked(tx, caller, contact_id)
            etag.check(expected_etag, old.contact.version)
            if old.contact.archive_time:
                return old.contact
            new = replace(old.contact, archive_time=now, version=old.contact.version + 1, update_time=now)
            await self._save(tx, caller, old, new)
            tx.publish(*events.archived(new))
            tx.audit(RECORD_TYPE, [str(contact_id)], ["archive_time"])
            return new

    async def restore(self, caller: Caller, contact_id: UUID) -> Contact:
        """Takes an archived contact back into lists and searches."""
        now = self._clock.now()
        async with self._database.transaction(caller) as tx:
            old = await self._locked(tx, caller, contact_id)
            if not old.contact.archive_time:
                return old.contact
            new = replace(old.contact, archive_time=None, version=old.contact.version + 1, update_time=now)
            await self._save(tx, caller, old, new)
            tx.publish(*events.restored(new))
            tx.audit(RECORD_TYPE, [str(contact_id)], ["archive_time"])
            return new

    async def set_legal_hold(self, caller: Caller, contact_id: UUID, hold: bool, reason: str) -> Contact:
        """Puts a contact under legal hold, or releases it; recorded even when it changes nothing."""
        now = self._clock.now()
        async with self._database.transaction(caller) as tx:
            old = await self._locked(tx, caller, contact_id)
            tx.audit(RECORD_TYPE, [str(contact_id)], ["legal_hold"], reason=reason)
            if old.contact.legal_hold is hold:
                return old.contact
            new = replace(old.contact, legal_hold=hold, version=old.contact.version + 1, update_time=now)
            await self._save(tx, caller, old, new)
            tx.publish(*events.updated(new, ["legal_hold"]))
            return new

    async def erase(self, caller: Caller, contact_id: UUID, reason: str) -> None:
        """Destroys the contact's key and index entries; nothing sealed of it opens again, here or in a backup."""
        async with self._database.transaction(caller) as tx:
            old = await self._locked(tx, caller, contact_id)
            if old.contact.legal_hold:
                raise LegalHoldError
            await self._store.erase(tx, caller.workspace_id, old, self._clock.now())
            tx.publish(*events.erased(old.contact))
            tx.audit(RECORD_TYPE, [str(contact_id)], reason=reason)

    async def _locked(self, tx: Transaction, caller: Caller, contact_id: UUID) -> Locked:
        locked = await self._store.lock(tx, caller, contact_id)
        if locked is None:
            raise ContactNotFoundError
        return locked

    async def _save(self, tx: Transaction, caller: Caller, old: Locked, new: Contact) -> None:
        clear = await self._properties.unsealed(tx, caller, new.details.properties)
        await self._store.save(tx, caller.workspace_id, old, new, clear)

    def _position(self, page_token: str, filters: object) -> UUID | None:
        position = self._pages.decode(page_token, filters)
        return UUID(position[0]) if position else None

    def _token(self, filters: object, position: UUID | None) -> str:
        return self._pages.encode(filters, str(position)) if position else ""


def _searchable(criteria: Criteria, region: str) -> Criteria:
    """The criteria in canonical spelling."""
    if criteria == Criteria() or (criteria.query and not any(len(word) > 1 for word in name_words(criteria.query))):
        raise SearchEmptyError
    born = parse_date(criteria.date_of_birth)
    return replace(
        criteria,
        email=checked_email(criteria.email),
        phone=criteria.phone and parse_phone(criteria.phone, region),
        date_of_birth=born.isoformat() if born else "",
    )
