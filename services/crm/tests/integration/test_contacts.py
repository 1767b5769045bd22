"""Use cases of contacts, on a real database."""

import asyncio
import dataclasses
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from crm.app import UseCases
from crm.contacts import store
from crm.contacts.masks import ALL_FIELDS
from crm.contacts.model import Address, Contact, Details
from crm.contacts.service import Filters, Page
from crm.contacts.store import Criteria
from crm.errors import (
    ContactNotFoundError,
    ContactUnnamedError,
    FieldNotWritableError,
    LegalHoldError,
    SearchEmptyError,
)
from kit import etag
from kit.caller import Caller
from kit.db import Database
from kit.errors import Stale
from kit.ids import new_id
from kit.paging import InvalidPageTokenError
from kit.statement import statement
from kit.testing.callers import make_caller

from .conftest import Add

FULL = {
    "first_name": "Zoë",
    "last_name": "O'Brien-Łuk",
    "email": "Zoe@Example.com",
    "phone": "(415) 555-0134",
    "date_of_birth": date(1980, 5, 17),
    "address": Address(street="1 Main St", city="Oakland", region="CA", postal_code="94601", country="US"),
    "lifecycle": "Marketing Lead",
    "tags": ("vip", "newsletter"),
    "properties": {"Insurance": "Aetna 4711"},
}


async def get(crm: UseCases, caller: Caller, contact_id: UUID) -> Contact:
    return await crm.contacts.get(caller, contact_id, ALL_FIELDS)


async def found(crm: UseCases, caller: Caller, **criteria: str) -> list[UUID]:
    page = await crm.contacts.search(caller, Criteria(**criteria), 50, "", ())
    return [contact.contact_id for contact in page.contacts]


async def listed(crm: UseCases, caller: Caller, **filters: Any) -> list[UUID]:
    page = await crm.contacts.list(caller, Filters(**filters), 50, "", ())
    return [contact.contact_id for contact in page.contacts]


async def events_of(database: Database, caller: Caller) -> list[str]:
    async with database.transaction(caller) as tx:
        rows = await tx.all(statement(text("SELECT subject FROM outbox ORDER BY position")))
    return [row["subject"] for row in rows]


async def test_what_was_created_is_read_back_in_canonical_spelling(crm: UseCases, caller: Caller, add: Add) -> None:
    made = await add(**FULL)
    read = await get(crm, caller, made.contact_id)
    assert read == made
    assert read.details.phone == "+14155550134"
    assert read.details.lifecycle == "marketing_lead"
    assert read.details.email == "Zoe@Example.com"
    assert read.details.address.city == "Oakland"
    assert read.details.properties == {"Insurance": "Aetna 4711"}


async def test_a_contact_needs_a_name_an_email_or_a_phone(add: Add) -> None:
    with pytest.raises(ContactUnnamedError):
        await add(first_name="  ", tags=("vip",))


async def test_the_same_request_id_makes_one_contact(crm: UseCases, caller: Caller) -> None:
    request_id = str(new_id())
    first, _ = await crm.contacts.create(caller, Details(first_name="Ann"), request_id)
    second, _ = await crm.contacts.create(caller, Details(first_name="Ann"), request_id)
    assert first == second
    assert len(await listed(crm, caller)) == 1


async def test_possible_duplicates_are_named_by_email_phone_or_name_with_birth(crm: UseCases, caller: Caller) -> None:
    async def create(**details: Any) -> tuple[Contact, list[UUID]]:
        return await crm.contacts.create(caller, Details(**details), "")

    first, none = await create(**FULL)
    assert none == []
    by_email = await create(first_name="Other", email="ZOE@example.COM")
    by_phone = await create(first_name="Third", phone="+1 415-555-0134")
    by_name = await create(
        first_name="ZOE", last_name="OBrien Luk".replace("OB", "O'B"), date_of_birth=date(1980, 5, 17)
    )
    assert [by_email[1], by_phone[1], by_name[1]] == [[first.contact_id]] * 3
    assert (await create(first_name="Zoë", last_name="O'Brien-Łuk"))[1] == []


async def test_only_fields_asked_for_are_opened(crm: UseCases, caller: Caller, add: Add) -> None:
    made = await add(**FULL)
    read = await crm.contacts.get(caller, made.contact_id, frozenset(("first_name",)))
    assert read.details.first_name == "Zoë"
    assert (read.details.last_name, read.details.phone, read.details.properties) == ("", "", {})


@pytest.mark.parametrize("query", ["zoe", "ZO", "o'brien", "luk zo", "obrie", "Łuk", "zoë o\u2019brien luk"])
async def test_names_are_found_by_beginnings_without_case_and_accents(
    crm: UseCases, caller: Caller, add: Add, query: str
) -> None:
    made = await add(**FULL)
    await add(first_name="Zora", last_name="Lukas")
    assert made.contact_id in await found(crm, caller, query=query)


async def test_a_search_hit_has_every_word(crm: UseCases, caller: Caller, add: Add) -> None:
    jorge = await add(first_name="Jorge Luis88", last_name="Vela532")
    await add(first_name="Jorge", last_name="Blanco")
    await add(first_name="Maria", last_name="Velasquez")
    assert await found(crm, caller, query="jorge vela") == [jorge.contact_id]
    assert await found(crm, caller, query="jorgen") == []


@pytest.mark.parametrize("query", ["{family} ann", "ann {family}"])
async def test_a_search_looks_where_the_rarest_word_is(
    crm: UseCases, caller: Caller, add: Add, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(store, "WINDOW", 2)
    monkeypatch.setattr(store, "MOST_WINDOWS", 1)
    families = ("Okafor", "Lindqvist", "Vela", "Blanco")
    rare = [(await add(first_name="Ann", last_name=family)).contact_id for family in families]
    for _ in range(12):
        await add(first_name="Ann", last_name="Lee")
    for contact_id, family in zip(rare, families, strict=True):
        page = await crm.contacts.search(caller, Criteria(query=query.format(family=family)), 50, "", ())
        assert ([contact.contact_id for contact in page.contacts], page.next_page_token) == ([contact_id], "")


async def test_every_criterion_must_hold(crm: UseCases, caller: Caller, add: Add) -> None:
    zoe = await add(**FULL)
    assert await found(crm, caller, email=" zoe@EXAMPLE.com ") == [zoe.contact_id]
    assert await found(crm, caller, phone="415.555.0134", date_of_birth="1980-05-17") == [zoe.contact_id]
    assert await found(crm, caller, phone="415.555.0134", date_of_birth="1980-05-18") == []
    assert await found(crm, caller, query="zoe", email="zoe@example.com") == [zoe.contact_id]
    assert await found(crm, caller, query="zoe", email="ann@example.com") == []


@pytest.mark.parametrize("criteria", [{}, {"query": " a "}, {"query": "---"}])
async def test_a_search_for_nothing_is_refused(crm: UseCases, caller: Caller, criteria: dict[str, str]) -> None:
    with pytest.raises(SearchEmptyError):
        await found(crm, caller, **criteria)


async def test_pages_of_lists_and_searches_hold_everything_once(crm: UseCases, caller: Caller, add: Add) -> None:
    made = [(await add(first_name="Ann", last_name=f"Number{number}")).contact_id for number in range(7)]

    async def searched(token: str) -> Page:
        return await crm.contacts.search(caller, Criteria(query="ann"), 3, token, ())

    async def listing(token: str) -> Page:
        return await crm.contacts.list(caller, Filters(), 3, token, ())

    for ask in (listing, searched):
        seen, token = [], ""
        while True:
            page = await ask(token)
            seen += [contact.contact_id for contact in page.contacts]
            token = page.next_page_token
            if not token:
                break
        assert seen == made[::-1]


async def test_a_page_token_belongs_to_its_filters(crm: UseCases, caller: Caller, add: Add) -> None:
    for name in ("Ann", "Bea"):
        await add(first_name=name)
    page = await crm.contacts.list(caller, Filters(), 1, "", ())
    with pytest.raises(InvalidPageTokenError):
        await crm.contacts.list(caller, Filters(lifecycle="lead"), 1, page.next_page_token, ())


async def test_lists_are_filtered_by_what_is_not_phi(crm: UseCases, caller: Caller, add: Add) -> None:
    owner_id = new_id()
    ann = (await add(first_name="Ann", lifecycle="patient", owner_id=owner_id, tags=("vip",))).contact_id
    bea = (await add(first_name="Bea", tags=("vip",))).contact_id
    assert await listed(crm, caller, lifecycle="Patient") == [ann]
    assert await listed(crm, caller, owner_id=owner_id) == [ann]
    assert await listed(crm, caller, tag="vip") == [bea, ann]
    assert await listed(crm, caller, tag="vip", lifecycle="lead") == [bea]
    assert await listed(crm, caller, tag="other") == []


async def test_an_update_changes_what_the_mask_names(crm: UseCases, caller: Caller, add: Add) -> None:
    made = await add(**FULL)
    wanted = Details(
        last_name="Smith", address=Address(city="Berkeley"), properties={"Insurance": "", "Plan": "PPO"}, tags=("new",)
    )
    paths = ["last_name", "address.city", "properties.Insurance", "properties.Plan", "tags"]
    changed = await crm.contacts.update(caller, made.contact_id, wanted, paths, etag.of(made.version))
    assert changed == await get(crm, caller, made.contact_id)
    assert changed.details == dataclasses.replace(
        made.details,
        last_name="Smith",
        address=dataclasses.replace(made.details.address, city="Berkeley"),
        properties={"Plan": "PPO"},
        tags=("new",),
    )
    assert changed.version == made.version + 1
    assert await found(crm, caller, query="smith") == [made.contact_id]
    assert await found(crm, caller, query="luk") == []
    assert await listed(crm, caller, tag="vip") == []


async def test_an_update_that_changes_nothing_keeps_the_etag(
    crm: UseCases, caller: Caller, add: Add, database: Database
) -> None:
    made = await add(**FULL)
    before = await events_of(database, caller)
    same = await crm.contacts.update(caller, made.contact_id, Details(phone="4155550134"), ["phone"], "")
    assert same.version == made.version
    assert await events_of(database, caller) == before


@pytest.mark.parametrize("path", ["contact_id", "etag", "create_time", "nonsense", "first_name.x", "address.planet"])
async def test_what_cannot_be_changed_is_refused(crm: UseCases, caller: Caller, add: Add, path: str) -> None:
    made = await add(first_name="Ann")
    with pytest.raises(FieldNotWritableError):
        await crm.contacts.update(caller, made.contact_id, Details(), [path], "")


async def test_of_racing_updates_with_one_etag_one_wins(crm: UseCases, caller: Caller, add: Add) -> None:
    made = await add(first_name="Ann")
    race = [
        crm.contacts.update(caller, made.contact_id, Details(last_name=f"N{n}"), ["last_name"], etag.of(1))
        for n in range(6)
    ]
    results = await asyncio.gather(*race, return_exceptions=True)
    assert sum(isinstance(result, Contact) for result in results) == 1
    assert sum(isinstance(result, Stale) for result in results) == 5


async def test_the_archived_leave_lists_and_searches_and_come_back(crm: UseCases, caller: Caller, add: Add) -> None:
    made = await add(**FULL)
    archived = await crm.contacts.archive(caller, made.contact_id, "")
    assert await listed(crm, caller) == await found(crm, caller, query="zoe") == []
    assert await found(crm, caller, email="zoe@example.com") == await listed(crm, caller, tag="vip") == []
    assert await listed(crm, caller, archived=True) == await listed(crm, caller, archived=True, tag="vip")
    assert await get(crm, caller, made.contact_id) == archived
    restored = await crm.contacts.restore(caller, made.contact_id)
    assert restored.archive_time is None
    assert await found(crm, caller, query="zoe") == await listed(crm, caller) == [made.contact_id]


async def test_erasure_leaves_a_tombstone_and_nothing_else(
    crm: UseCases, caller: Caller, add: Add, database: Database
) -> None:
    made = await add(**FULL)
    await crm.contacts.erase(caller, made.contact_id, "request-17")
    with pytest.raises(ContactNotFoundError):
        await get(crm, caller, made.contact_id)
    assert await listed(crm, caller) == await listed(crm, caller, archived=True) == []
    async with database.transaction(caller) as tx:
        row = await tx.first(statement(text("SELECT * FROM contacts")))
        counts = await tx.first(
            statement(text("SELECT (SELECT count(*) FROM name_tokens) + (SELECT count(*) FROM data_keys) AS left_over"))
        )
    assert row is not None
    assert counts is not None
    assert row["erase_time"] is not None
    assert [name for name, value in row.items() if name.endswith(("_enc", "_bidx")) and value is not None] == []
    assert (row["tags"], row["properties"], row["owner_id"]) == ([], {}, None)
    assert counts["left_over"] == 0


async def test_a_legal_hold_forbids_erasure_until_it_is_released(crm: UseCases, caller: Caller, add: Add) -> None:
    made = await add(first_name="Ann")
    assert (await crm.contacts.set_legal_hold(caller, made.contact_id, True, "case-1")).legal_hold
    with pytest.raises(LegalHoldError):
        await crm.contacts.erase(caller, made.contact_id, "request-17")
    await crm.contacts.set_legal_hold(caller, made.contact_id, False, "case-1")
    await crm.contacts.erase(caller, made.contact_id, "request-17")


async def test_another_workspace_sees_and_changes_nothing(crm: UseCases, caller: Caller, add: Add) -> None:
    made = await add(**FULL)
    stranger = make_caller()
    assert await listed(crm, stranger) == await found(crm, stranger, query="zoe") == []
    for act in (
        get(crm, stranger, made.contact_id),
        crm.contacts.update(stranger, made.contact_id, Details(first_name="X"), ["first_name"], ""),
        crm.contacts.erase(stranger, made.contact_id, "request-17"),
    ):
        with pytest.raises(ContactNotFoundError):
            await act
    assert await get(crm, caller, made.contact_id) == made


async def test_a_hidden_field_is_not_opened(crm: UseCases, caller: Caller, add: Add) -> None:
    await add(**FULL)
    limited = dataclasses.replace(caller, hidden_fields=frozenset(("contact.phone",)))
    page = await crm.contacts.list(limited, Filters(), 50, "", ())
    assert page.contacts[0].details.phone == ""
    assert "phone" not in page.fields


async def test_every_change_tells_its_event_and_its_audit_entry(
    crm: UseCases, caller: Caller, add: Add, database: Database
) -> None:
    made = (await add(**FULL)).contact_id
    await crm.contacts.update(caller, made, Details(first_name="Ann"), ["first_name"], "")
    await crm.contacts.archive(caller, made, "")
    await crm.contacts.restore(caller, made)
    await crm.contacts.erase(caller, made, "request-17")
    subjects = await events_of(database, caller)
    assert [subject.removeprefix("cfu.crm.v1.contact.") for subject in subjects if "audit" not in subject] == [
        *("created", "updated", "archived", "restored", "erased")
    ]
    assert subjects.count("cfu.audit.v1.entry.recorded") == 5


async def test_no_plaintext_is_stored(crm: UseCases, caller: Caller, add: Add, database: Database) -> None:
    made = await add(**FULL)
    await crm.contacts.update(caller, made.contact_id, Details(first_name="Canary"), ["first_name"], "")
    stored = ""
    async with database.transaction(caller) as tx:
        for table in ("contacts", "data_keys", "name_tokens", "contact_tags", "properties", "outbox", "requests"):
            rows = await tx.all(statement(text(f"SELECT * FROM {table}")))
            assert rows or table == "requests"
            stored += repr([dict(row) for row in rows]).lower()
    for secret in (
        "zoe@",
        "zoë",
        "brien",
        "canary",
        "4155550134",
        "555-0134",
        "1980-05-17",
        "oakland",
        "main st",
        "aetna",
    ):
        assert secret not in stored
    assert "marketing_lead" in stored
