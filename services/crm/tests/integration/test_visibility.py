"""Who sees only the contacts of some owners: nothing of any other, by whatever way it is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from crm.app import UseCases
from crm.contacts import store
from crm.contacts.masks import ALL_FIELDS
from crm.contacts.model import Details
from crm.contacts.service import Filters
from crm.contacts.store import Criteria
from crm.errors import ContactNotFoundError, ImportNotFoundError, OwnerForbiddenError
from crm.imports.model import Counts, Import, State
from kit.caller import Caller
from kit.ids import new_id
from kit.testing.callers import make_caller
from phi_crypto import name_matches

from .conftest import Add, Upload

HEADER = b"First,Last,Email,Mobile,DOB\n"
ANN: dict[str, Any] = {"first_name": "Ann", "last_name": "Lee", "email": "ann@example.com", "phone": "+14155550134"}


@pytest.fixture
def own(caller: Caller) -> Caller:
    """Someone of the same workspace who sees only what is their own."""
    user_id = new_id()
    return make_caller(caller.workspace_id, actor_id=str(user_id), owner_ids=frozenset((user_id,)))


def owner_of(caller: Caller) -> UUID:
    return UUID(caller.actor_id)


async def listed(crm: UseCases, caller: Caller, **filters: Any) -> list[UUID]:
    page = await crm.contacts.list(caller, Filters(**filters), 50, "", ())
    return [contact.contact_id for contact in page.contacts]


async def searched(crm: UseCases, caller: Caller, size: int = 50, **criteria: str) -> list[UUID]:
    token, found = "", list[UUID]()
    while True:
        page = await crm.contacts.search(caller, Criteria(**criteria), size, token, ())
        found += [contact.contact_id for contact in page.contacts]
        if not (token := page.next_page_token):
            return found


ACTS: Mapping[str, Callable[[UseCases, Caller, UUID], Any]] = {
    "get": lambda crm, caller, made: crm.contacts.get(caller, made, ALL_FIELDS),
    "update": lambda crm, caller, made: crm.contacts.update(caller, made, Details(first_name="X"), ["first_name"], ""),
    "take over": lambda crm, caller, made: crm.contacts.update(
        caller, made, Details(owner_id=owner_of(caller)), ["owner_id"], ""
    ),
    "archive": lambda crm, caller, made: crm.contacts.archive(caller, made, ""),
    "restore": lambda crm, caller, made: crm.contacts.restore(caller, made),
    "hold": lambda crm, caller, made: crm.contacts.set_legal_hold(caller, made, True, "case-1"),
    "release": lambda crm, caller, made: crm.contacts.set_legal_hold(caller, made, False, "case-1"),
    "erase": lambda crm, caller, made: crm.contacts.erase(caller, made, "request-1"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
async def test_what_is_anothers_or_nobodys_does_not_exist(
    crm: UseCases, caller: Caller, own: Caller, add: Add, act: Callable[[UseCases, Caller, UUID], Any]
) -> None:
    for owner_id in (new_id(), None):
        made = await add(**ANN, owner_id=owner_id)
        with pytest.raises(ContactNotFoundError):
            await act(crm, own, made.contact_id)
        assert await crm.contacts.get(caller, made.contact_id, ALL_FIELDS) == made
    mine = await add(**ANN, owner_id=owner_of(own))
    await act(crm, own, mine.contact_id)


async def test_lists_hold_the_contacts_of_ones_owners_in_order(
    crm: UseCases, caller: Caller, own: Caller, add: Add
) -> None:
    colleague, stranger = new_id(), new_id()
    team = replace(own, owner_ids=frozenset((owner_of(own), colleague)))
    owners = [owner_of(own), stranger, colleague, None] * 3
    made = [(owner, (await add(**ANN, owner_id=owner, tags=("vip",))).contact_id) for owner in owners]
    mine = [contact_id for owner, contact_id in reversed(made) if owner == owner_of(own)]
    ours = [contact_id for owner, contact_id in reversed(made) if owner in (owner_of(own), colleague)]
    nobody = replace(own, owner_ids=frozenset[UUID]())
    every: list[dict[str, Any]] = [{}, {"lifecycle": "lead"}, {"tag": "vip"}]
    for filters in every:
        assert await listed(crm, own, **filters) == mine
        assert await listed(crm, team, **filters) == ours
        assert await listed(crm, nobody, **filters) == []
        assert len(await listed(crm, caller, **filters)) == len(made)
    assert await listed(crm, team, owner_id=colleague) == [each for each in ours if each not in mine]
    assert await listed(crm, team, owner_id=stranger) == []
    await crm.contacts.archive(caller, mine[0], "")
    assert await listed(crm, own, archived=True) == mine[:1]
    first = await crm.contacts.list(team, Filters(), 2, "", ())
    rest = await crm.contacts.list(team, Filters(), 50, first.next_page_token, ())
    paged = [contact.contact_id for contact in (*first.contacts, *rest.contacts)]
    assert paged == [each for each in ours if each != mine[0]]


async def test_searches_find_only_what_is_visible(crm: UseCases, own: Caller, add: Add) -> None:
    await add(**ANN)
    mine = (await add(**ANN, owner_id=owner_of(own))).contact_id
    await add(**ANN, owner_id=new_id())
    every: list[dict[str, Any]] = [
        {"query": "ann"},
        {"query": "an le"},
        {"email": "ANN@example.com"},
        {"phone": "4155550134"},
        {"query": "lee", "email": "ann@example.com"},
    ]
    for criteria in every:
        assert await searched(crm, own, **criteria) == [mine]


async def test_the_windows_of_a_search_lose_nobody_and_show_nobody_twice(
    crm: UseCases, caller: Caller, own: Caller, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of few words in every combination, some of others, cut into windows smaller than a page and into pages."""
    monkeypatch.setattr(store, "WINDOW", 3)
    made: list[tuple[UUID, str, str, bool]] = []
    for number, (first, last) in enumerate(product(("Ann", "Anna Lee", "Leeanne", "Bo"), ("Lee", "Annis", "Bo Lee"))):
        for owner in (owner_of(own), None):
            email = f"{first[0]}{number % 2}@example.com"
            contact = await add(first_name=first, last_name=last, email=email, owner_id=owner)
            made.insert(0, (contact.contact_id, f"{first} {last}", email, owner is not None))
    for query, email, size, mine in product(
        ("ann", "lee", "ann lee", "bo an le", "lee lee", "an bo", "zed"), ("", "A0@example.com"), (1, 4), (False, True)
    ):
        wanted = [
            contact_id
            for contact_id, name, of, is_mine in made
            if name_matches(query, name) and (not email or of == email) and (is_mine or not mine)
        ]
        found = await searched(crm, own if mine else caller, size, query=query, email=email)
        assert found == wanted, (query, email, size, mine)


async def test_the_pages_of_a_search_do_not_tell_of_what_is_not_visible(
    crm: UseCases, caller: Caller, own: Caller, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WINDOW", 2)
    mine = (await add(**ANN, owner_id=owner_of(own))).contact_id
    for _ in range(12):
        await add(**ANN)
    page = await crm.contacts.search(own, Criteria(query="ann"), 50, "", ())
    assert ([contact.contact_id for contact in page.contacts], page.next_page_token) == ([mine], "")
    assert len(await searched(crm, caller, query="ann")) == 13


async def test_a_contact_without_an_owner_becomes_its_creators_own(crm: UseCases, caller: Caller, own: Caller) -> None:
    mine, _ = await crm.contacts.create(own, Details(**ANN), "")
    assert mine.details.owner_id == owner_of(own)
    nobodys, _ = await crm.contacts.create(caller, Details(**ANN), "")
    assert nobodys.details.owner_id is None


async def test_nobody_puts_a_contact_out_of_their_own_sight(crm: UseCases, own: Caller) -> None:
    mine, _ = await crm.contacts.create(own, Details(**ANN), "")
    colleague = new_id()
    for owner_id in (colleague, None):
        with pytest.raises(OwnerForbiddenError):
            await crm.contacts.update(own, mine.contact_id, Details(owner_id=owner_id), ["owner_id"], "")
    with pytest.raises(OwnerForbiddenError):
        await crm.contacts.create(own, Details(**ANN, owner_id=colleague), "")
    with pytest.raises(OwnerForbiddenError):
        await crm.contacts.create(replace(own, owner_ids=frozenset((colleague,))), Details(**ANN), "")
    team = replace(own, owner_ids=frozenset((owner_of(own), colleague)))
    given = await crm.contacts.update(team, mine.contact_id, Details(owner_id=colleague), ["owner_id"], "")
    assert given.details.owner_id == colleague


async def test_lookalikes_are_only_those_that_are_visible(crm: UseCases, own: Caller, add: Add) -> None:
    await add(**ANN)
    first, alike = await crm.contacts.create(own, Details(**ANN), "")
    assert alike == []
    request_id = str(new_id())
    second, alike = await crm.contacts.create(own, Details(**ANN), request_id)
    assert alike == [first.contact_id]
    again, alike = await crm.contacts.create(own, Details(**ANN), request_id)
    assert (again.contact_id, alike) == (second.contact_id, [first.contact_id])


@pytest.mark.parametrize(
    ("hidden", "known", "told"),
    [
        ("email", {"email": "x@example.com"}, False),
        ("email", {"phone": "+14155550199"}, True),
        ("email", {"first_name": "Bo", "date_of_birth": date(1980, 5, 17)}, True),
        ("phone", {"phone": "+14155550199"}, False),
        ("date_of_birth", {"first_name": "Bo"}, False),
    ],
)
async def test_lookalikes_do_not_tell_of_hidden_fields(
    crm: UseCases, hidden: str, known: dict[str, Any], told: bool
) -> None:
    limited = make_caller(hidden_fields=frozenset((f"contact.{hidden}",)))
    first, _ = await crm.contacts.create(limited, Details(**known), "")
    _, alike = await crm.contacts.create(limited, Details(**known), "")
    assert alike == ([first.contact_id] if told else [])


@pytest.fixture
def take_in_as(crm: UseCases, caller: Caller, upload: Upload) -> Callable[..., Any]:
    """Works off a file uploaded by another caller; the import as it then is."""

    async def run(uploader: Caller, content: bytes, **options: Any) -> Import:
        found = await upload(content, uploader=uploader, **options)
        while await crm.runner.work_next():
            continue
        return await crm.imports.get(uploader, found.import_id)

    return run


async def test_an_import_meets_and_makes_only_what_its_uploader_sees(
    crm: UseCases, caller: Caller, own: Caller, add: Add, take_in_as: Callable[..., Any]
) -> None:
    others = await add(**ANN)
    mine = await add(first_name="Bo", last_name="Ek", email="bo@example.com", owner_id=owner_of(own))
    rows = b"Ann,Lee,ann@example.com,4155550199,\nBo,Ek,bo@example.com,4155550188,\nCy,Oh,cy@example.com,,\n"
    for dry_run in (True, False):
        done = await take_in_as(own, HEADER + rows, dry_run=dry_run)
        assert done.counts == Counts(processed=3, created=2, updated=1)
    again = await take_in_as(own, HEADER + rows)
    assert (again.counts.created, again.counts.unchanged) == (0, 3)
    assert await crm.contacts.get(caller, others.contact_id, ALL_FIELDS) == others
    page = await crm.contacts.list(own, Filters(), 9, "", ())
    assert [contact.details.first_name for contact in page.contacts] == ["Cy", "Ann", "Bo"]
    assert {contact.details.owner_id for contact in page.contacts} == {owner_of(own)}
    assert (await crm.contacts.get(own, mine.contact_id, ALL_FIELDS)).details.phone == "+14155550188"


@pytest.mark.parametrize("closing", ["hidden_fields", "read_only_fields"])
@pytest.mark.parametrize(
    ("closed", "header", "column"),
    [
        ("contact.phone", HEADER, "Mobile"),
        ("contact.last_name", b"Email,Full Name\n", "Full Name"),
        ("contact.address", b"Email,City\n", "City"),
        ("contact.properties", b"Email,Plan\n", "Plan"),
        ("contact.properties", b"Email,Country\n", "Country"),
        ("contact.owner_id", HEADER, ""),
    ],
)
async def test_a_column_of_a_closed_field_fails_the_import(
    take_in_as: Callable[..., Any], closing: str, closed: str, header: bytes, column: str
) -> None:
    row = b",".join([b"ann@example.com"] + [b""] * header.count(b",")) + b"\n"
    row = row if header.startswith(b"Email") else b"Ann,Lee,ann@example.com,,\n"
    for dry_run in (True, False):
        changes: dict[str, Any] = {closing: frozenset((closed,))}
        done = await take_in_as(make_caller(**changes), header + row, dry_run=dry_run)
        failed = (State.FAILED, "COLUMN_FORBIDDEN", column, Counts())
        told = (done.state, done.failure_reason, done.failure_column, done.counts)
        assert told == failed if column else done.state is State.SUCCEEDED


async def test_who_does_not_see_all_sees_only_their_own_imports(
    crm: UseCases, caller: Caller, own: Caller, take_in_as: Callable[..., Any]
) -> None:
    theirs = await take_in_as(caller, HEADER + b"Ann,Lee,no-mail,,\n")
    mine = await take_in_as(own, HEADER + b"Bo,Ek,no-mail,,\n")
    colleague = make_caller(caller.workspace_id)
    hidden = replace(colleague, hidden_fields=frozenset(("contact.phone",)))
    assert [each.import_id for each in (await crm.imports.list(colleague, 9, "")).imports] == [
        mine.import_id,
        theirs.import_id,
    ]
    assert (await crm.imports.list(own, 9, "")).imports == [mine]
    assert (await crm.imports.list(hidden, 9, "")).imports == []
    for limited in (own, hidden):
        with pytest.raises(ImportNotFoundError):
            await crm.imports.get(limited, theirs.import_id)
        with pytest.raises(ImportNotFoundError):
            await crm.imports.rejections(limited, theirs.import_id, 9, "")
        with pytest.raises(ImportNotFoundError):
            await anext(crm.imports.report(limited, theirs.import_id))
