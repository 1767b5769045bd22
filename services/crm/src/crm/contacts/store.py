"""Contacts in the database: row to model and back, sealing and opening what is PHI."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from crm.contacts import statements
from crm.contacts.identity import told_by_identity
from crm.contacts.masks import contact_fields
from crm.contacts.model import DEFAULT_LIFECYCLE, Contact, Details
from crm.contacts.sealing import Row, Sealing, Sealings
from crm.contacts.visibility import sees
from kit.caller import Caller
from kit.db import Queries, Transaction
from kit.ids import new_id
from phi_crypto import DataKey, name_matches

NAME_FIELDS = frozenset(("first_name", "last_name"))
ALL = frozenset(Details.__dataclass_fields__)
LAST_ID = UUID(int=2**128 - 1)
FIRST_ID = UUID(int=0)
WINDOW = 1000
MOST_WINDOWS = 4
PART = 200


Owners = Mapping[str, list[UUID]]


@dataclass(frozen=True, slots=True)
class Locked:
    """A contact whose row is locked until the transaction ends, and what is needed to save it again."""

    contact: Contact
    key: DataKey


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a search looks for; empty means anything."""

    query: str = ""
    email: str = ""
    phone: str = ""
    date_of_birth: str = ""


@dataclass(frozen=True, slots=True)
class NewContact:
    """A new contact, sealed and ready to be stored; `row` is in the order of ONE_EACH."""

    contact_id: UUID
    row: tuple[Any, ...]
    in_clear: Mapping[str, str]
    wrapped_key: str
    tokens: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted: so many, older than `before`, with these fields opened."""

    before: UUID | None
    limit: int
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search and where the next one starts; None when there is none."""

    contacts: list[Contact]
    position: UUID | None


class ContactStore:
    """Contacts of one workspace at a time: the transaction decides which rows exist, the id which keys apply."""

    def __init__(self, sealings: Sealings) -> None:
        self._sealing = sealings.of

    def fingerprint(self, workspace_id: UUID, details: Details) -> bytes:
        """What tells this creation from another under the same request id, without keeping any of it readable."""
        return self._sealing(workspace_id).fingerprint(details)

    async def get(self, tx: Queries, caller: Caller, contact_id: UUID, fields: frozenset[str]) -> Contact | None:
        row = await tx.first(statements.GET, contact_id=contact_id)
        return _contact(row, self._sealing(caller.workspace_id), fields) if row and _visible(row, caller) else None

    async def lock(self, tx: Transaction, caller: Caller, contact_id: UUID) -> Locked | None:
        """The whole contact, held against other writers."""
        row = await tx.first(statements.LOCK, contact_id=contact_id)
        return _locked(row, self._sealing(caller.workspace_id)) if row and _visible(row, caller) else None

    async def page(
        self, tx: Queries, caller: Caller, filters: Mapping[str, object], wanted: Slice, *, archived: bool
    ) -> Found:
        """Newest first; `filters` maps lifecycle, owner_id or tag to what it must equal."""
        owners = _owners(caller)
        query = statements.page(frozenset(filters), archived=archived, restricted=bool(owners))
        rows = await tx.all(query, before=wanted.before or LAST_ID, limit=wanted.limit + 1, **filters, **owners)
        return _found(rows, self._sealing(caller.workspace_id), wanted)

    async def search(self, tx: Queries, caller: Caller, criteria: Criteria, wanted: Slice) -> Found:
        """Newest first. A page by name may be short and yet not the last."""
        sealing = self._sealing(caller.workspace_id)
        exact = _indexes(sealing, criteria)
        if not criteria.query:
            return await self.page(tx, caller, exact, wanted, archived=False)
        rows, last = await _named(tx, sealing, criteria.query, exact, wanted, owners=_owners(caller))
        return Found([_contact(row, sealing, wanted.fields) for row in rows], last)

    async def add(self, tx: Transaction, caller: Caller, contact: Contact, clear: frozenset[str]) -> list[UUID]:
        """Stores a new contact under a key of its own; properties named in `clear` are not sealed.

        Returns the ids of those that look like the same person, as `lookalikes` does.
        """
        sealing, owners = self._sealing(caller.workspace_id), _owners(caller)
        key, wrapped_key = sealing.new_key(str(contact.contact_id))
        columns = _columns(sealing, caller.workspace_id, contact, key, clear)
        likeness = _likeness(contact.details, columns, caller)
        tags = list(contact.details.tags)
        tokens = sealing.tokens(contact.details)
        query = statements.add(restricted=bool(owners))
        rows = await tx.all(
            query, **columns, **likeness, **owners, wrapped_key=wrapped_key, tokens=tokens, new_tags=tags
        )
        return [row["contact_id"] for row in rows]

    async def save(self, tx: Transaction, workspace_id: UUID, old: Locked, new: Contact, clear: frozenset[str]) -> None:
        """Stores `new` over the contact locked as `old`, its tokens and tags included."""
        sealing = self._sealing(workspace_id)
        columns = _columns(sealing, workspace_id, new, old.key, clear)
        await tx.run(statements.SAVE, id_of=new.contact_id, **columns)
        await self._save_tokens(tx, workspace_id, old.contact, new)
        await self._save_tags(tx, workspace_id, new.contact_id, old.contact.details.tags, new.details.tags)

    async def erase(self, tx: Transaction, workspace_id: UUID, locked: Locked, now: datetime) -> None:
        """Destroys the key, the index entries and every sealed column; the row stays as a tombstone."""
        contact = locked.contact
        tokens = self._sealing(workspace_id).tokens(contact.details)
        await tx.run(statements.REMOVE_TOKENS, tokens=tokens, contact_id=contact.contact_id)
        await self._save_tags(tx, workspace_id, contact.contact_id, contact.details.tags, ())
        await tx.run(statements.REMOVE_KEY, contact_id=contact.contact_id)
        await tx.run(statements.ERASE, id_of=contact.contact_id, now=now)

    async def lookalikes(self, tx: Transaction, caller: Caller, contact: Contact) -> list[UUID]:
        """Contacts in use that share e-mail, phone, or name and date of birth with `contact`, five at most.

        Only such as the caller sees, and by no field that is hidden from the caller.
        """
        sealing, details, owners = self._sealing(caller.workspace_id), contact.details, _owners(caller)
        indexes = {
            "email_bidx": sealing.email_index(details.email) if details.email else None,
            "phone_bidx": sealing.phone_index(details.phone) if details.phone else None,
            "match_bidx": sealing.match(details),
        }
        likeness = _likeness(details, indexes, caller)
        query = statements.lookalikes(restricted=bool(owners))
        rows = await tx.all(query, contact_id=contact.contact_id, **likeness, **owners)
        return [row["contact_id"] for row in rows]

    async def matching(self, tx: Transaction, caller: Caller, matches: Sequence[bytes]) -> dict[bytes, Locked]:
        """Contacts that the caller sees, by the identity an import sees in them: the oldest of each, locked."""
        rows = await tx.all(statements.MATCHING, matches=matches)
        sealing = self._sealing(caller.workspace_id)
        oldest = {row["match_bidx"]: row for row in reversed(rows) if _visible(row, caller)}
        return {match: _locked(row, sealing) for match, row in oldest.items()}

    def match(self, workspace_id: UUID, details: Details) -> bytes:
        """By what an import knows whose details these are."""
        return self._sealing(workspace_id).match(details)

    def seal_new(self, workspace_id: UUID, details: Details, match: bytes, clear: frozenset[str]) -> NewContact:
        """A new contact, without owner and tags, to be stored with others; properties in `clear` are not sealed."""
        sealing, contact_id = self._sealing(workspace_id), new_id()
        row_id = str(contact_id)
        key, wrapped_key = sealing.new_key(row_id)
        phi, in_clear = _split(details.properties, clear)
        sealed = sealing.seal(key, row_id, details, phi, match)
        row = (contact_id, details.lifecycle or DEFAULT_LIFECYCLE, in_clear, *sealed)
        return NewContact(contact_id, row, in_clear, wrapped_key, sealing.tokens(details))

    async def load(
        self,
        tx: Transaction,
        workspace_id: UUID,
        import_id: UUID,
        now: datetime,
        new: Sequence[NewContact],
        *,
        owner_id: UUID | None,
    ) -> None:
        """Stores many new contacts as `add` does one, all of one owner."""
        if not new:
            return
        rows = zip(*(contact.row for contact in new), strict=True)
        await tx.run(
            statements.ADD_MANY,
            workspace_id=workspace_id,
            import_id=import_id,
            create_time=now,
            update_time=now,
            owner_id=owner_id,
            **dict(zip(statements.ONE_EACH, rows, strict=True)),
        )
        await tx.run(
            statements.ADD_MANY_KEYS,
            workspace_id=workspace_id,
            contact_ids=[contact.contact_id for contact in new],
            wrapped_keys=[contact.wrapped_key for contact in new],
        )
        await tx.run(
            statements.ADD_MANY_TOKENS,
            workspace_id=workspace_id,
            tokens=[b"".join(contact.tokens) for contact in new],
            contact_ids=[contact.contact_id for contact in new],
        )

    async def move_property(
        self, tx: Transaction, workspace_id: UUID, name: str, *, phi: bool, page_size: int = 500
    ) -> None:
        """Seals the stored values of a property, or takes them out of the seal, page by page."""
        sealing, after = self._sealing(workspace_id), FIRST_ID
        while rows := await tx.all(statements.WITH_PROPERTIES, after=after, limit=page_size):
            changed = [moved for row in rows if (moved := _moved(sealing, row, name, phi))]
            await tx.run_many(statements.SAVE_PROPERTIES, changed)
            after = rows[-1]["contact_id"]

    async def _save_tokens(self, tx: Transaction, workspace_id: UUID, old: Contact, new: Contact) -> None:
        sealing, contact_id = self._sealing(workspace_id), new.contact_id
        before = set() if old.archive_time else set(sealing.tokens(old.details))
        after = set() if new.archive_time else set(sealing.tokens(new.details))
        if gone := sorted(before - after):
            await tx.run(statements.REMOVE_TOKENS, tokens=gone, contact_id=contact_id)
        if come := sorted(after - before):
            await tx.run(statements.ADD_TOKENS, workspace_id=workspace_id, tokens=come, contact_id=contact_id)

    async def _save_tags(
        self, tx: Transaction, workspace_id: UUID, contact_id: UUID, old: Sequence[str], new: Sequence[str]
    ) -> None:
        if gone := [tag for tag in old if tag not in new]:
            await tx.run(statements.REMOVE_TAGS, old_tags=gone, contact_id=contact_id)
        if come := [tag for tag in new if tag not in old]:
            await tx.run(statements.ADD_TAGS, workspace_id=workspace_id, new_tags=come, contact_id=contact_id)


def _indexes(sealing: Sealing, criteria: Criteria) -> dict[str, bytes]:
    indexes = {
        "email_bidx": criteria.email and sealing.email_index(criteria.email),
        "phone_bidx": criteria.phone and sealing.phone_index(criteria.phone),
        "date_of_birth_bidx": criteria.date_of_birth and sealing.date_of_birth_index(criteria.date_of_birth),
    }
    return {column: index for column, index in indexes.items() if isinstance(index, bytes)}


def _found(rows: Sequence[Row], sealing: Sealing, wanted: Slice) -> Found:
    """One row more than the limit says that there is another page."""
    last = rows[wanted.limit - 1]["contact_id"] if len(rows) > wanted.limit else None
    return Found([_contact(row, sealing, wanted.fields) for row in rows[: wanted.limit]], last)


async def _named(
    tx: Queries, sealing: Sealing, query: str, exact: Mapping[str, bytes], wanted: Slice, *, owners: Owners
) -> tuple[list[Row], UUID | None]:
    """A page of those whose name matches, and where to go on; None when there are no more."""
    tokens = sealing.query(query)[: statements.MOST_WORDS]
    several = len(tokens) > 1
    next_candidates = statements.candidates(several=several, restricted=bool(owners))
    those_that_match = statements.by_ids(frozenset(exact), restricted=bool(owners))
    before, limit, found = wanted.before or LAST_ID, wanted.limit, list[Row]()
    for window in _windows(limit, several=several):
        (looked_at,) = await tx.all(next_candidates, tokens=tokens, before=before, window=window, **owners)
        for ids in _parts(looked_at["hits"] or [], limit + 1):
            rows = await tx.all(those_that_match, ids=ids, **exact, **owners)
            found += [row for row in rows if _matches(sealing, row, query)]
            if len(found) > limit:
                return found[:limit], found[limit - 1]["contact_id"]
        if looked_at["size"] < window:
            return found, None
        before = looked_at["last"]
    return found, before


def _windows(limit: int, *, several: bool) -> Sequence[int]:
    """How far to look each time. By one word most candidates match, and a page needs few of them; by several words few
    match, and one long look tells which word is rare."""
    return [WINDOW * MOST_WINDOWS] if several else [min(WINDOW, 4 * (limit + 1)), *[WINDOW] * MOST_WINDOWS]


def _parts(ids: Sequence[UUID], first: int) -> Iterator[Sequence[UUID]]:
    """As many as a page shows, which mostly is enough; then more at a time."""
    start, size = 0, first
    while start < len(ids):
        yield ids[start : start + size]
        start, size = start + size, PART


def _matches(sealing: Sealing, row: Row, query: str) -> bool:
    key = sealing.key(row)
    return name_matches(query, *sealing.open_texts(row, key, NAME_FIELDS).values())


def _owners(caller: Caller) -> Owners:
    """The parameter of restricted statements; empty for a caller who sees all."""
    return {} if caller.owner_ids is None else {"owner_ids": list(caller.owner_ids)}


def _visible(row: Row, caller: Caller) -> bool:
    return sees(caller, row["owner_id"])


def _likeness(details: Details, indexes: Mapping[str, Any], caller: Caller) -> dict[str, bytes | None]:
    """By which of its indexes others are looked for that are like a contact: by none that tells of a hidden field."""
    like = {f"like_{index}": indexes[index] for index in statements.LIKENESS}
    if hidden := contact_fields(caller.hidden_fields):
        told = {"email_bidx": {"email"}, "phone_bidx": {"phone"}, "match_bidx": told_by_identity(details)}
        like |= {f"like_{index}": None for index, fields in told.items() if fields & hidden}
    return like


def _contact(row: Row, sealing: Sealing, fields: frozenset[str]) -> Contact:
    return _opened(row, sealing, sealing.key(row), fields)


def _locked(row: Row, sealing: Sealing) -> Locked:
    key = sealing.key(row)
    return Locked(_opened(row, sealing, key, ALL), key)


def _opened(row: Row, sealing: Sealing, key: DataKey, fields: frozenset[str]) -> Contact:
    return Contact(
        contact_id=row["contact_id"],
        details=sealing.open(row, key, fields),
        version=row["version"],
        legal_hold=row["legal_hold"],
        create_time=row["create_time"],
        update_time=row["update_time"],
        archive_time=row["archive_time"],
    )


def _columns(
    sealing: Sealing, workspace_id: UUID, contact: Contact, key: DataKey, clear: frozenset[str]
) -> dict[str, Any]:
    """A value for each column of the table that the contact decides."""
    details = contact.details
    phi, in_clear = _split(details.properties, clear)
    sealed = sealing.seal(key, str(contact.contact_id), details, phi, sealing.match(details))
    return {
        "workspace_id": workspace_id,
        "contact_id": contact.contact_id,
        "lifecycle": details.lifecycle or DEFAULT_LIFECYCLE,
        "owner_id": details.owner_id,
        "tags": list(details.tags),
        "properties": in_clear,
        "version": contact.version,
        "legal_hold": contact.legal_hold,
        "create_time": contact.create_time,
        "update_time": contact.update_time,
        "archive_time": contact.archive_time,
        **sealed._asdict(),
    }


def _split(properties: Mapping[str, str], clear: frozenset[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The properties to seal, and those in `clear`."""
    if not clear:
        return properties, {}
    sealed = {name: value for name, value in properties.items() if name not in clear}
    return sealed, {name: value for name, value in properties.items() if name in clear}


def _moved(sealing: Sealing, row: Row, name: str, phi: bool) -> dict[str, Any] | None:
    key = sealing.key(row)
    clear, every = dict(row["properties"]), sealing.open_properties(row, key)
    if name not in every or (name not in clear) is phi:
        return None
    if phi:
        del clear[name]
    else:
        clear[name] = every[name]
    sealed = {other: value for other, value in every.items() if other not in clear}
    return {
        "id_of": row["contact_id"],
        "properties": clear,
        "properties_enc": sealing.seal_properties(row, key, sealed),
    }
