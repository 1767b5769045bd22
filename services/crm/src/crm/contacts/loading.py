"""Taking in many contacts at once: those already there are supplemented, all others are created."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from crm.contacts.model import Contact, Details, supplemented
from crm.contacts.store import ContactStore, Locked, NewContact
from crm.errors import ContactLimitReachedError
from crm.limits import service as limits
from crm.properties.service import PropertyService
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row says about somebody, and by what it is known who that is.

    `sealed` is the contact it becomes when it is new: sealing costs most of all, so it is done while the database takes
    the batch before.
    """

    details: Details
    match: bytes
    sealed: NewContact | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a batch: `matched` drafts met a contact or an earlier draft, `unchanged` of them brought nothing.

    `refused` says for the places of drafts that were not taken why.
    """

    created_ids: list[str]
    updated_ids: list[str]
    created: int
    matched: int
    unchanged: int
    refused: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """The import that drafts come from: whose its new contacts are, and whether it only says what would come of it.

    `foreseen` contacts, of batches before, a dry run would have created.
    """

    import_id: UUID
    owner_id: UUID | None
    dry_run: bool
    foreseen: int = 0


class ContactLoader:
    """Takes drafts into one workspace."""

    def __init__(self, store: ContactStore, properties: PropertyService, clock: Clock) -> None:
        self._store = store
        self._properties = properties
        self._clock = clock

    def draft(self, workspace_id: UUID, details: Details, clear: frozenset[str] | None = None) -> Draft:
        """The draft of `details` in canonical spelling; an empty lifecycle is not given.

        Sealed ahead when it is known which properties are stored in the `clear`.
        """
        match = self._store.match(workspace_id, details)
        sealed = None if clear is None else self._store.seal_new(workspace_id, details, match, clear)
        return Draft(details, match, sealed)

    async def clear(self, caller: Caller) -> frozenset[str]:
        """The properties that are stored in the clear, for now."""
        return frozenset(known.name for known in await self._properties.list(caller) if not known.phi)

    async def load(self, tx: Transaction, caller: Caller, origin: Origin, drafts: Sequence[Draft]) -> Loaded:
        """Takes the drafts in, in their order."""
        known = await self._store.matching(tx, caller, [draft.match for draft in drafts])
        room = await limits.room(tx, caller)
        outcome = _Outcome(known, room=None if room is None else max(room - origin.foreseen, 0))
        over = [place for place, draft in enumerate(drafts) if not outcome.take(draft)]
        created, changed = outcome.created(), outcome.changed()
        new: list[NewContact] = []
        if not origin.dry_run and (created or changed):
            names = {name for draft in (*created, *changed) for name in draft.details.properties}
            clear = await self._properties.unsealed(tx, caller, names)
            now = self._clock.now()
            new = [self._sealed(caller.workspace_id, draft, clear) for draft in created]
            await self._store.load(tx, caller.workspace_id, origin.import_id, now, new, owner_id=origin.owner_id)
            for draft in changed:
                updated = _changed(known[draft.match].contact, draft.details, now)
                await self._store.save(tx, caller.workspace_id, known[draft.match], updated, clear)
        return Loaded(
            created_ids=[str(contact.contact_id) for contact in new],
            updated_ids=[] if origin.dry_run else [str(known[draft.match].contact.contact_id) for draft in changed],
            created=len(created),
            matched=outcome.matched,
            unchanged=outcome.unchanged,
            refused=dict.fromkeys(over, ContactLimitReachedError.reason),
        )

    def _sealed(self, workspace_id: UUID, draft: Draft, clear: frozenset[str]) -> NewContact:
        """The new contact; sealed again when meanwhile other properties are stored in the clear."""
        sealed = draft.sealed
        if sealed and sealed.in_clear.keys() == clear & draft.details.properties.keys():
            return sealed
        return self._store.seal_new(workspace_id, draft.details, draft.match, clear)


class _Outcome:
    """Who is new and who changes, as drafts are taken one after another."""

    def __init__(self, known: dict[bytes, Locked], *, room: int | None) -> None:
        self._known = known
        self._room = room
        self._people: dict[bytes, Draft] = {}
        self.matched = 0
        self.unchanged = 0

    def take(self, draft: Draft) -> bool:
        """False when it is of someone new for whom there is no room."""
        match = draft.match
        if match in self._people:
            current = self._people[match].details
        elif match in self._known:
            current = self._known[match].contact.details
        else:
            return self._add(draft)
        merged = supplemented(current, draft.details)
        self.matched += 1
        self.unchanged += merged == current
        if merged != current:
            self._people[match] = Draft(merged, match)
        return True

    def _add(self, draft: Draft) -> bool:
        if self._room == 0:
            return False
        self._people[draft.match] = draft
        self._room = None if self._room is None else self._room - 1
        return True

    def created(self) -> list[Draft]:
        return [draft for match, draft in self._people.items() if match not in self._known]

    def changed(self) -> list[Draft]:
        return [draft for match, draft in self._people.items() if match in self._known]


def _changed(contact: Contact, details: Details, now: datetime) -> Contact:
    return replace(contact, details=details, version=contact.version + 1, update_time=now)
