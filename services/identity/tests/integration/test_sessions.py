"""Sessions on a real database: opened, exchanged, listed, ended."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher

from identity.errors import InvalidCredentialsError, SessionEndedError, SessionNotFoundError
from identity.roles.model import PERMISSIONS, Role
from identity.sessions.model import Secret, Vouched
from identity.workspaces.model import WorkspaceKind
from kit import catalogue

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

OLD = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)


async def exchange(house: "House", token: Secret) -> Vouched:
    return await house.cases.sessions.exchange(token)


async def test_signing_in_opens_a_session_with_its_role_and_where_it_came_from(house: "House") -> None:
    user_id, email = await house.add_user(role=Role.MANAGER)
    opened = await house.sign_in(email, source="192.0.2.77")
    session = opened.signed_in.session
    assert opened.signed_in.grants.permissions == PERMISSIONS[Role.MANAGER]
    assert opened.signed_in.workspace.kind is WorkspaceKind.PRODUCTION
    assert opened.signed_in.user.last_sign_in_time == house.clock.now()
    assert (session.user_id, session.source_address, session.user_agent) == (user_id, "192.0.2.77", "Firefox")
    assert (session.expire_time - session.create_time).total_seconds() == 24 * 3600
    assert (session.idle_expire_time - session.create_time).total_seconds() == 8 * 3600


async def test_signing_in_is_announced_and_recorded(house: "House") -> None:
    user_id, email = await house.add_user()
    session = (await house.sign_in(email)).signed_in.session
    (event,) = await house.events("cfu.identity.v1.session.created", session.session_id)
    assert event["workspace_id"] == session.workspace_id
    (entry,) = await house.entries("session.created", str(user_id))
    assert (entry.outcome, entry.session_id, entry.actor_kind) == ("success", str(session.session_id), "user")
    assert entry.source == "192.0.2.1 Firefox"


async def test_each_sign_in_has_a_new_token_and_the_database_none(house: "House") -> None:
    _, email = await house.add_user()
    one = await house.sign_in(email)
    other = await house.sign_in(email, device=one.device.token)
    assert one.session.token != other.session.token
    assert one.device.token == other.device.token
    rows = await house.superuser.fetch("SELECT token_hash FROM sessions")
    assert {one.session.hash, other.session.hash} <= {row["token_hash"] for row in rows}
    assert one.session.token.encode() not in {row["token_hash"] for row in rows}


@pytest.mark.parametrize("wrong", ["quartz-lamp-8", "Quartz-lamp-7", "quartz-lamp-7 ", "x"])
async def test_a_wrong_password_is_refused_and_recorded(house: "House", wrong: str) -> None:
    user_id, email = await house.add_user(WorkspaceKind.SANDBOX)
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(email, wrong)
    (entry,) = await house.entries("session.refused", str(user_id))
    assert entry.outcome == "INVALID_CREDENTIALS"
    assert entry.workspace_id == str(house.workspaces[WorkspaceKind.SANDBOX])


async def test_an_unknown_address_is_refused_alike_and_not_written_down(house: "House") -> None:
    _, email = await house.add_user()
    with pytest.raises(InvalidCredentialsError) as known:
        await house.sign_in(email, "quartz-lamp-8")
    before = len(await house.entries("session.refused", ""))
    unknown_email = f"{uuid4().hex}@nowhere.example"
    with pytest.raises(InvalidCredentialsError) as unknown:
        await house.sign_in(unknown_email, "quartz-lamp-8")
    assert (known.value.reason, known.value.message) == (unknown.value.reason, unknown.value.message)
    entries = await house.entries("session.refused", "")
    assert len(entries) == before + 1
    assert entries[-1].workspace_id == str(house.workspaces[WorkspaceKind.PRODUCTION])
    assert unknown_email not in str(entries[-1])


async def test_a_disabled_person_neither_signs_in_nor_goes_on(house: "House") -> None:
    user_id, email = await house.add_user()
    opened = await house.sign_in(email)
    await exchange(house, opened.session)
    await house.superuser.execute("UPDATE users SET state = 'DISABLED' WHERE user_id = $1", user_id)
    with pytest.raises(SessionEndedError):
        await exchange(house, opened.session)
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(email)


async def test_a_role_taken_away_is_gone_with_the_next_exchange(house: "House") -> None:
    user_id, email = await house.add_user(role=Role.ADMIN)
    opened = await house.sign_in(email)
    assert (await exchange(house, opened.session)).grants.permissions == frozenset(catalogue.permissions())
    await house.superuser.execute("UPDATE users SET role = 'PROVIDER' WHERE user_id = $1", user_id)
    assert (await exchange(house, opened.session)).grants.permissions == PERMISSIONS[Role.PROVIDER]


async def test_what_is_vouched_for_lasts_a_minute_and_never_longer_than_the_session(house: "House") -> None:
    _, email = await house.add_user()
    opened = await house.sign_in(email)
    vouched = await exchange(house, opened.session)
    assert (vouched.expire_time - vouched.issue_time).total_seconds() == 60
    for _ in range(3):
        house.clock.pass_by(hours=7, minutes=59)
        vouched = await exchange(house, opened.session)
    house.clock.pass_by(minutes=2, seconds=50)
    vouched = await exchange(house, opened.session)
    assert vouched.expire_time == opened.signed_in.session.expire_time


async def test_an_unused_session_ends(house: "House") -> None:
    _, email = await house.add_user()
    opened = await house.sign_in(email)
    house.clock.pass_by(hours=7, minutes=59)
    await exchange(house, opened.session)
    house.clock.pass_by(hours=7, minutes=59)
    await exchange(house, opened.session)
    house.clock.pass_by(hours=8)
    with pytest.raises(SessionEndedError):
        await exchange(house, opened.session)


async def test_a_session_in_use_ends_after_a_day(house: "House") -> None:
    _, email = await house.add_user()
    opened = await house.sign_in(email)
    for _ in range(23):
        house.clock.pass_by(hours=1)
        await exchange(house, opened.session)
    house.clock.pass_by(hours=1)
    with pytest.raises(SessionEndedError):
        await exchange(house, opened.session)


async def test_use_is_written_once_a_minute(house: "House") -> None:
    _, email = await house.add_user()
    opened = await house.sign_in(email)
    start = house.clock.now()

    async def last_use() -> float:
        used = await house.superuser.fetchval(
            "SELECT last_use_time FROM sessions WHERE session_id = $1", opened.signed_in.session.session_id
        )
        return float((used - start).total_seconds())

    house.clock.pass_by(seconds=59)
    await exchange(house, opened.session)
    assert await last_use() == 0
    house.clock.pass_by(seconds=1)
    await exchange(house, opened.session)
    assert await last_use() == 60


@pytest.mark.parametrize("token", ["x", "", "a" * 43, "\x00"])
async def test_a_token_that_was_never_issued_is_refused(house: "House", token: str) -> None:
    with pytest.raises(SessionEndedError):
        await exchange(house, Secret(token))


async def test_signing_out_ends_the_session_at_once_and_once(house: "House") -> None:
    user_id, email = await house.add_user()
    opened = await house.sign_in(email)
    session_id = opened.signed_in.session.session_id
    caller = house.caller_of(await exchange(house, opened.session))
    await asyncio.gather(*(house.cases.sessions.sign_out(caller) for _ in range(5)))
    with pytest.raises(SessionEndedError):
        await exchange(house, opened.session)
    with pytest.raises(SessionEndedError):
        await house.cases.sessions.current(caller)
    assert len(await house.events("cfu.identity.v1.session.revoked", session_id)) == 1
    (entry,) = await house.entries("session.revoked", str(user_id))
    assert (entry.reason, list(entry.record_ids)) == ("signed_out", [str(session_id)])


async def test_own_sessions_are_listed_newest_first_and_revoked_one_by_one(house: "House") -> None:
    _, email = await house.add_user()
    opened = [await house.sign_in(email) for _ in range(3)]
    caller = house.caller_of(await exchange(house, opened[2].session))
    ids = [each.signed_in.session.session_id for each in opened]
    assert [each.session.session_id for each in await house.cases.sessions.list(caller)] == ids[::-1]
    await house.cases.sessions.revoke(caller, ids[0])
    with pytest.raises(SessionEndedError):
        await exchange(house, opened[0].session)
    with pytest.raises(SessionNotFoundError):
        await house.cases.sessions.revoke(caller, ids[0])
    assert [each.session.session_id for each in await house.cases.sessions.list(caller)] == [ids[2], ids[1]]
    assert (await house.cases.sessions.current(caller)).session.session_id == ids[2]


async def test_nobody_sees_or_ends_the_session_of_another(house: "House") -> None:
    _, victim_email = await house.add_user(WorkspaceKind.PRODUCTION)
    victim = await house.sign_in(victim_email)
    _, colleague_email = await house.add_user(WorkspaceKind.PRODUCTION, Role.ADMIN)
    colleague = house.caller_of(await exchange(house, (await house.sign_in(colleague_email)).session))
    own = house.caller_of(await exchange(house, victim.session))
    elsewhere = replace(own, workspace_id=house.workspaces[WorkspaceKind.SANDBOX])
    for caller in (colleague, elsewhere):
        with pytest.raises(SessionNotFoundError):
            await house.cases.sessions.revoke(caller, victim.signed_in.session.session_id)
    assert await house.cases.sessions.list(elsewhere) == []
    await exchange(house, victim.session)


async def test_a_hash_of_yesterdays_parameters_is_renewed(house: "House") -> None:
    user_id, email = await house.add_user()
    await set_hash(house, user_id, OLD.hash("quartz-lamp-7"))
    await house.sign_in(email)
    renewed = await house.superuser.fetchval("SELECT password_hash FROM credentials WHERE user_id = $1", user_id)
    assert "m=8,t=1" in renewed
    await house.sign_in(email)


async def set_hash(house: "House", user_id: UUID, password_hash: str) -> None:
    await house.superuser.execute(
        "UPDATE credentials SET password_hash = $2 WHERE user_id = $1", user_id, password_hash
    )
