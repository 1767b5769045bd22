"""Vendors of a practice, reminders of their BAAs, the operator's subprocessors, and the check that others ask for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from identity.agreements.documents import OFFERED
from identity.agreements.model import NewSignature
from identity.errors import (
    BaaAlreadySignedError,
    SubprocessorExistsError,
    SubprocessorNoticeError,
    VendorExistsError,
    VendorLimitError,
    VendorNotFoundError,
    WorkspaceNotFoundError,
)
from identity.mail.model import QueuedLetter
from identity.roles.definition import Definition
from identity.roles.holders import roles_with
from identity.roles.model import Role, Visibility
from identity.subprocessors.model import NOTICE, Subprocessor
from identity.vendors import service
from identity.vendors.catalogue import KNOWN
from identity.vendors.model import BaaState, Category, Details, Standing, Vendor
from identity.workspaces.model import WorkspaceKind
from kit import etag
from kit.caller import Caller
from kit.db import DEPLOYMENT, Database
from kit.errors import Stale
from kit.testing.callers import make_caller

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

OWN = Details("Acme Faxing", Category.MESSAGING, "US", touches_phi=True)


@pytest_asyncio.fixture(loop_scope="session")
async def caller(house: "House") -> AsyncIterator[Caller]:
    """An administrator of production, where PHI is allowed and nothing is recorded of any vendor."""
    found = make_caller(house.workspaces[WorkspaceKind.PRODUCTION], action="vendor.tried")
    with suppress(BaaAlreadySignedError):
        await house.cases.agreements.sign(found, NewSignature("Ada", "Owner", OFFERED.version, accepted=True))
    await house.cases.agreements.set_phi_mode(found, enabled=True)
    yield found
    for table in ("vendors", "vendor_reminders", "subprocessors", "letters"):
        await house.superuser.execute(f"DELETE FROM {table}")


def signed(house: "House", days: int | None = 365) -> Details:
    today = house.clock.now().date()
    expire_date = None if days is None else today + timedelta(days=days)
    return Details("", baa_state=BaaState.SIGNED, effective_date=date(2026, 1, 1), expire_date=expire_date)


SIGNING = ("baa_state", "effective_date", "expire_date")


async def known(house: "House", caller: Caller, code: str = "twilio") -> Vendor:
    return next(each for each in await house.cases.downstream.vendors.list(caller) if each.code == code)


async def sign(house: "House", caller: Caller, code: str = "twilio", days: int | None = 365) -> Vendor:
    vendor = await known(house, caller, code)
    return await house.cases.downstream.vendors.update(caller, vendor.vendor_id, signed(house, days), SIGNING, "")


async def standing(house: "House", code: str, workspace_id: UUID) -> Standing:
    return (await house.cases.downstream.vendors.check(code, workspace_id)).standing


async def test_a_known_vendor_gets_phi_from_when_its_baa_is_recorded(house: "House", caller: Caller) -> None:
    assert await standing(house, "twilio", caller.workspace_id) is Standing.NO_BAA
    vendor = await sign(house, caller)
    assert (vendor.code, vendor.version) == ("twilio", 1)
    assert vendor == await house.cases.downstream.vendors.get(caller, vendor.vendor_id)
    assert await standing(house, "twilio", caller.workspace_id) is Standing.ACTIVE
    assert await standing(house, "postmark", caller.workspace_id) is Standing.NO_BAA
    (entry,) = [each for each in await house.entries("vendor.tried", caller.actor_id) if each.record_type == "vendor"]
    assert entry.reason == "NO_BAA to ACTIVE"
    assert list(entry.fields) == list(SIGNING)
    assert await house.events("cfu.identity.v1.vendor_agreement.changed", vendor.vendor_id)
    await house.cases.downstream.vendors.delete(caller, vendor.vendor_id)
    assert await standing(house, "twilio", caller.workspace_id) is Standing.NO_BAA
    assert (await known(house, caller)).vendor_id == vendor.vendor_id
    with pytest.raises(VendorNotFoundError):
        await house.cases.downstream.vendors.delete(caller, vendor.vendor_id)


async def test_whatever_is_unknown_gets_nothing(house: "House", caller: Caller) -> None:
    assert await standing(house, "nobody", caller.workspace_id) is Standing.UNKNOWN
    with pytest.raises(WorkspaceNotFoundError):
        await standing(house, "twilio", uuid4())


async def test_without_phi_in_the_workspace_none_flows_from_it(house: "House", caller: Caller) -> None:
    await sign(house, caller)
    await house.cases.agreements.set_phi_mode(caller, enabled=False)
    assert await standing(house, "twilio", caller.workspace_id) is Standing.WORKSPACE_WITHOUT_PHI


async def test_a_baa_of_one_workspace_counts_in_no_other(house: "House", caller: Caller) -> None:
    vendor = await sign(house, caller)
    sandbox = make_caller(house.workspaces[WorkspaceKind.SANDBOX])
    assert await standing(house, "twilio", sandbox.workspace_id) is Standing.NO_BAA
    with pytest.raises(VendorNotFoundError):
        await house.cases.downstream.vendors.update(sandbox, vendor.vendor_id, signed(house), SIGNING, "")
    with pytest.raises(VendorNotFoundError):
        await house.cases.downstream.vendors.delete(sandbox, vendor.vendor_id)


async def test_an_own_vendor_is_added_once(house: "House", caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    vendors = house.cases.downstream.vendors
    made = await vendors.create(caller, "acme", OWN, "request-1")
    assert await vendors.create(caller, "acme", OWN, "request-1") == made
    with pytest.raises(VendorExistsError):
        await vendors.create(caller, "acme", OWN, "")
    with pytest.raises(VendorExistsError):
        await vendors.create(caller, "twilio", OWN, "")
    listed = await vendors.list(caller)
    assert [each.details.name for each in listed] == sorted((each.details.name for each in listed), key=str.casefold)
    assert len(listed) == len(KNOWN) + 1
    monkeypatch.setattr(service, "MOST_OWN_VENDORS", 2)
    parallel = (vendors.create(caller, f"other-{number}", OWN, "") for number in range(6))
    done = await asyncio.gather(*parallel, return_exceptions=True)
    assert sum(isinstance(each, VendorLimitError) for each in done) == 5, done


async def test_a_stale_change_loses_and_of_parallel_first_changes_one_wins(house: "House", caller: Caller) -> None:
    vendors = house.cases.downstream.vendors
    vendor = await known(house, caller)
    tries = (vendors.update(caller, vendor.vendor_id, signed(house), SIGNING, etag.of(0)) for _ in range(8))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, Stale) for each in outcomes) == 7
    assert (await vendors.get(caller, vendor.vendor_id)).version == 1


async def letters(house: "House", database: Database) -> list[tuple[str, str]]:
    """Address and subject of the letters queued."""
    async with database.transaction(DEPLOYMENT) as tx:
        queued = await house.cases.letters._store.due(tx, house.clock.now() + timedelta(days=900), 5000)
    return [(each.letter.to, each.letter.subject) for each in queued if isinstance(each, QueuedLetter)]


async def role_with(house: "House", caller: Caller, permission: str) -> str:
    """A role of the workspace's own."""
    maker = replace(caller, permissions=frozenset({permission}))
    asked = Definition(f"Desk {uuid4().hex}", (permission,), Visibility.ALL, ())
    return (await house.cases.roles.create(maker, asked, "")).role_id


async def test_reminders_go_to_those_who_answer_for_it_once_each(
    house: "House", caller: Caller, database: Database
) -> None:
    _, admin = await house.add_user(role=Role.ADMIN)
    _, officer = await house.add_user(role=Role.SECURITY_OFFICER)
    await house.add_user(role=Role.STAFF)
    await house.add_user(WorkspaceKind.SANDBOX, Role.ADMIN)
    reader = await house.add_user(role=await role_with(house, caller, "agreements.read"))
    other = await house.add_user(role=await role_with(house, caller, "contacts.read"))
    vendor = await sign(house, caller, days=62)
    start, told = house.clock.time, []
    try:
        for day in range(70):
            house.clock.time = start + timedelta(days=day)
            told += [day] * await house.cases.downstream.reminders.round()
            assert not await house.cases.downstream.reminders.round()
    finally:
        house.clock.time = start
    assert told == [2, 32, 55, 61, 63]
    queued = await letters(house, database)
    mine = [subject for to, subject in queued if to == admin]
    assert mine == [subject for to, subject in queued if to == officer]
    assert mine == [subject for to, subject in queued if to == reader[1]]
    assert other[1] not in {to for to, _ in queued}
    assert mine == [
        "The BAA with Twilio expires in 60 days",
        "The BAA with Twilio expires in 30 days",
        "The BAA with Twilio expires in 7 days",
        "The BAA with Twilio expires tomorrow",
        "The BAA with Twilio has expired",
    ]
    entries = await house.entries("vendor.reminded", "identity")
    assert [each.reason for each in entries if str(vendor.vendor_id) in each.record_ids][-1] == "lapsed"
    async with database.transaction(caller) as tx:
        people = await house.cases.users._store.with_roles(tx, await roles_with(tx, "agreements.read"))
    assert {to for to, _ in queued} == {person.email for person in people}


async def test_a_renewed_baa_is_reminded_of_anew(house: "House", caller: Caller) -> None:
    vendor = await sign(house, caller, days=5)
    assert await house.cases.downstream.reminders.round() == 1
    await house.cases.downstream.vendors.update(caller, vendor.vendor_id, signed(house, 6), SIGNING, "")
    assert await house.cases.downstream.reminders.round() == 1
    await house.cases.downstream.vendors.update(
        caller, vendor.vendor_id, replace(signed(house), baa_state=BaaState.TERMINATED), ("baa_state",), ""
    )
    assert await house.cases.downstream.reminders.round() == 0


def new(house: "House", code: str = "acme", ahead: timedelta = NOTICE) -> Subprocessor:
    effective_time = house.clock.now() + ahead
    return Subprocessor(code, "Acme", "Faxes", "US", touches_phi=True, baa=True, effective_time=effective_time)


async def test_a_subprocessor_is_announced_before_it_may_get_phi(
    house: "House", caller: Caller, database: Database
) -> None:
    _, admin = await house.add_user(role=Role.ADMIN)
    subprocessors, start = house.cases.downstream.subprocessors, house.clock.time
    with pytest.raises(SubprocessorNoticeError):
        await subprocessors.announce(new(house, ahead=NOTICE - timedelta(minutes=1)))
    await subprocessors.announce(new(house))
    with pytest.raises(SubprocessorExistsError):
        await subprocessors.announce(new(house))
    (listed,) = [each for each in await subprocessors.list() if each.code == "acme"]
    assert listed.announce_time == start
    assert admin in {to for to, _ in await letters(house, database)}
    assert await standing(house, "acme", caller.workspace_id) is Standing.NOT_YET_EFFECTIVE
    try:
        house.clock.time = start + NOTICE
        assert await standing(house, "acme", caller.workspace_id) is Standing.ACTIVE
    finally:
        house.clock.time = start
    for workspace_id in house.workspaces.values():
        told = await house.superuser.fetchval(
            "SELECT count(*) FROM outbox WHERE record_id = 'acme' AND workspace_id = $1", workspace_id
        )
        assert told == 1


async def test_the_operators_baa_counts_where_the_practice_says_nothing(house: "House", caller: Caller) -> None:
    subprocessors = house.cases.downstream.subprocessors
    await subprocessors.record_baa("stripe", signed=True)
    assert await standing(house, "stripe", caller.workspace_id) is Standing.ACTIVE
    vendor = await known(house, caller, "stripe")
    refused = replace(vendor.details, baa_state=BaaState.TERMINATED)
    await house.cases.downstream.vendors.update(caller, vendor.vendor_id, refused, ("baa_state",), "")
    assert await standing(house, "stripe", caller.workspace_id) is Standing.TERMINATED
    await house.cases.downstream.vendors.delete(caller, vendor.vendor_id)
    await subprocessors.record_baa("stripe", signed=False)
    assert await standing(house, "stripe", caller.workspace_id) is Standing.NO_BAA
    await subprocessors.remove("stripe")
    assert "stripe" not in {each.code for each in await subprocessors.list()}


async def test_of_no_vendor_a_region_is_claimed_that_nobody_recorded(house: "House", caller: Caller) -> None:
    vendors = await house.cases.downstream.vendors.list(caller)
    assert {vendor.details.region for vendor in vendors if vendor.version == 0} <= {"", "the region of the deployment"}
