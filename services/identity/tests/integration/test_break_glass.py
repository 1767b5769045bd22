"""Emergencies on a real database: opened by one of many, told to the officers, ended, reviewed by another."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from identity.break_glass.model import Grant, Outcome
from identity.errors import (
    BreakGlassGrantNotFoundError,
    BreakGlassOpenError,
    BreakGlassReviewedError,
    OwnBreakGlassError,
)
from identity.roles.model import Role
from identity.sessions.rpc import principal
from identity.workspaces.model import WorkspaceKind
from kit import audit
from kit.caller import Caller
from kit.testing.callers import make_caller

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

REASON = "Unconscious, colleague away"


@pytest_asyncio.fixture(loop_scope="session")
async def provider(house: "House") -> AsyncIterator[Caller]:
    user_id, _ = await house.add_user(role=Role.PROVIDER)
    yield make_caller(house.workspaces[WorkspaceKind.PRODUCTION], actor_id=str(user_id))


async def opened(house: "House", caller: Caller) -> Grant:
    return await house.cases.break_glass.open(caller, REASON, None)


def officer(house: "House") -> Caller:
    caller = make_caller(house.workspaces[WorkspaceKind.PRODUCTION])
    return replace(caller, permissions=frozenset({"break_glass.review"}))


async def test_the_next_exchange_sees_everything_and_names_the_grant(house: "House") -> None:
    user_id, email = await house.add_user(role=Role.MANAGER)
    session = (await house.sign_in(email)).session
    before = await house.cases.sessions.exchange(session)
    caller = house.caller_of(before)
    grant = await opened(house, caller)
    during = await house.cases.sessions.exchange(session)
    assert "contacts.write" in before.grants.permissions - during.grants.permissions
    assert "contacts.read" in during.grants.permissions
    assert principal(during).break_glass_grant_id == str(grant.grant_id)
    assert (await house.cases.sessions.current(caller)).grants == during.grants
    assert during.grants.break_glass_expire_time == grant.expire_time
    house.clock.pass_by(minutes=60)
    assert (await house.cases.sessions.exchange(session)).grants == before.grants
    assert str(grant.user_id) == str(user_id)


async def test_who_loses_the_right_to_it_loses_the_emergency(house: "House") -> None:
    user_id, email = await house.add_user(role=Role.MANAGER)
    session = (await house.sign_in(email)).session
    await opened(house, house.caller_of(await house.cases.sessions.exchange(session)))
    administrator = await house.member(Role.ADMIN, WorkspaceKind.PRODUCTION)
    await house.cases.people.access.set_role(administrator, user_id, Role.SECURITY_OFFICER, "")
    left = (await house.cases.sessions.exchange(session)).grants
    assert "contacts.read" not in left.permissions
    assert left.break_glass_grant_id == ""


def test_every_entry_of_an_emergency_names_it() -> None:
    made = audit.entry(make_caller(break_glass_grant_id="g1"), "contact", ["c1"], reason="asked for")
    assert (list(made.record_ids), made.reason) == (["c1", "g1"], "break_glass:g1; asked for")
    plain = audit.entry(make_caller(), "contact", ["c1"])
    assert (list(plain.record_ids), plain.reason) == (["c1"], "")


async def test_every_officer_is_told_and_the_reason_stays_here(house: "House", provider: Caller) -> None:
    for _ in range(2):
        await house.add_user(role=Role.SECURITY_OFFICER)
    officers = await house.superuser.fetchval(
        "SELECT count(*) FROM users WHERE role = 'SECURITY_OFFICER' AND state = 'ACTIVE' AND workspace_id = $1",
        provider.workspace_id,
    )
    letters = "SELECT count(*) FROM letters WHERE workspace_id = $1"
    before = await house.superuser.fetchval(letters, provider.workspace_id)
    grant = await opened(house, provider)
    assert await house.superuser.fetchval(letters, provider.workspace_id) == before + officers
    assert len(await house.events("cfu.identity.v1.break_glass.opened", grant.grant_id)) == 1
    (entry,) = await house.entries("test.done", provider.actor_id)
    assert list(entry.record_ids) == [str(grant.grant_id)]
    row = await house.superuser.fetchrow("SELECT * FROM break_glass_grants WHERE grant_id = $1", grant.grant_id)
    assert row is not None
    assert REASON not in str(dict(row)) + str(entry) + repr(grant)


async def test_of_many_openings_at_once_one_is_made(house: "House", provider: Caller) -> None:
    answers = await asyncio.gather(*(opened(house, provider) for _ in range(16)), return_exceptions=True)
    assert len([answer for answer in answers if isinstance(answer, Grant)]) == 1
    assert {type(answer) for answer in answers} == {Grant, BreakGlassOpenError}


async def test_it_is_ended_by_its_owner_or_a_reviewer_only(house: "House", provider: Caller) -> None:
    grant = await opened(house, provider)
    stranger = make_caller(provider.workspace_id)
    for caller in (stranger, make_caller(house.workspaces[WorkspaceKind.SANDBOX], actor_id=provider.actor_id)):
        with pytest.raises(BreakGlassGrantNotFoundError):
            await house.cases.break_glass.end(caller, grant.grant_id)
    for _ in range(2):
        await house.cases.break_glass.end(provider, grant.grant_id)
    again = await opened(house, provider)
    await house.cases.break_glass.end(officer(house), again.grant_id)
    await opened(house, provider)


async def test_it_stays_open_until_another_has_reviewed_it(house: "House", provider: Caller) -> None:
    grant = await opened(house, provider)
    watcher = officer(house)
    assert grant.grant_id in await listed(house, watcher)
    own = replace(provider, permissions=watcher.permissions)
    proxy = replace(watcher, on_behalf_of=provider.actor_id)
    for caller in (own, proxy):
        with pytest.raises(OwnBreakGlassError):
            await review(house, caller, grant.grant_id)
    reviewed = await review(house, watcher, grant.grant_id)
    assert (reviewed.outcome, reviewed.reviewer_id) == (Outcome.NOT_JUSTIFIED, watcher.actor_id)
    assert not reviewed.in_force(house.clock.now())
    assert grant.grant_id not in await listed(house, watcher)
    assert grant.grant_id in await listed(house, watcher, include_reviewed=True)
    with pytest.raises(BreakGlassReviewedError):
        await review(house, watcher, grant.grant_id)
    with pytest.raises(BreakGlassGrantNotFoundError):
        await review(house, watcher, uuid4())


async def test_who_opened_the_glass_finds_it_without_being_a_reviewer(house: "House", provider: Caller) -> None:
    grant = await opened(house, provider)
    other_id, _ = await house.add_user(role=Role.PROVIDER)
    other = replace(provider, actor_id=str(other_id))
    others = await opened(house, other)
    assert await listed(house, provider) == [grant.grant_id]
    assert await listed(house, other) == [others.grant_id]
    assert set(await listed(house, officer(house))) >= {grant.grant_id, others.grant_id}


async def review(house: "House", caller: Caller, grant_id: UUID) -> Grant:
    return await house.cases.break_glass.review(caller, grant_id, Outcome.NOT_JUSTIFIED, "Looked at too much.")


async def listed(house: "House", caller: Caller, *, include_reviewed: bool = False) -> list[UUID]:
    found, _ = await house.cases.break_glass.list(caller, 200, "", include_reviewed=include_reviewed)
    assert all(grant.reason for grant in found)
    return [grant.grant_id for grant in found]
