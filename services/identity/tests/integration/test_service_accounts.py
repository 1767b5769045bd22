"""Machines on a real database: made, given tokens, rotated at the same moment, ended."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from identity.errors import (
    InvalidTokenError,
    PermissionEscalationError,
    ScopeNotGrantedError,
    ServiceAccountNotFoundError,
    SessionEndedError,
    TokenEndedError,
    TokenNotFoundError,
    TokenRotatedError,
    TooManyTokensError,
)
from identity.roles.model import PERMISSIONS, Role
from identity.service_accounts.issuing import Issued, NewToken
from identity.service_accounts.model import MOST_TOKENS, USUAL_LIFETIME, ServiceAccount, State, Vouched
from identity.service_accounts.rpc import principal
from identity.service_accounts.service import Wanted
from identity.service_accounts.token_format import new_token
from identity.workspaces.model import WorkspaceKind
from kit import catalogue
from kit.caller import Caller
from kit.errors import InvalidInput, Stale
from kit.testing.callers import make_caller

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

EVERY = frozenset(catalogue.permissions())
READ = frozenset({"contacts.read"})
REVOKED = "cfu.identity.v1.session.revoked"
CHANGED = "cfu.identity.v1.service_account.changed"


def admin(house: "House", kind: WorkspaceKind = WorkspaceKind.PRODUCTION) -> Caller:
    return make_caller(house.workspaces[kind], permissions=EVERY)


async def account_of(house: "House", caller: Caller, role: str = "", person: UUID | None = None) -> ServiceAccount:
    return await house.cases.machines.accounts.create(caller, Wanted("Report", role, person))


async def token_of(
    house: "House", caller: Caller, account: ServiceAccount, scopes: frozenset[str] = READ, days: int = 30
) -> Issued:
    new = NewToken("server", scopes, house.clock.now() + timedelta(days=days))
    return await house.cases.machines.tokens.create(caller, account.service_account_id, new)


async def exchange(house: "House", issued: Issued, source: str = "192.0.2.7 report/1.0") -> Vouched:
    return await house.cases.machines.exchange.exchange(make_caller(source=source), issued.secret.token)


async def refused(house: "House", issued: Issued) -> bool:
    try:
        await exchange(house, issued)
    except InvalidTokenError:
        return True
    return False


async def test_a_token_stands_for_role_and_scopes_and_never_for_a_person(house: "House") -> None:
    caller = admin(house)
    user_id, _ = await house.add_user()
    account = await account_of(house, caller, "STAFF", user_id)
    vouched = await exchange(house, await token_of(house, caller, account))
    assert vouched.grants.permissions == READ
    signed = principal(vouched)
    assert (signed.actor_kind, signed.subject_id) == ("agent", str(account.service_account_id))
    assert (signed.session_id, signed.on_behalf_of) == (str(vouched.token.token_id), str(user_id))
    assert not signed.HasField("step_up_time")
    assert "service_accounts" in signed.features


async def test_the_default_role_reads_only(house: "House") -> None:
    account = await account_of(house, admin(house))
    assert account.role == "AUTOMATION"


async def test_of_a_token_only_the_name_has_to_be_said(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    issued = await house.cases.machines.tokens.create(
        caller, account.service_account_id, NewToken("nightly", frozenset(), None)
    )
    assert issued.token.scopes == PERMISSIONS[Role.AUTOMATION]
    assert issued.token.expire_time == house.clock.now() + USUAL_LIFETIME


async def test_of_a_token_the_database_has_the_hash(house: "House") -> None:
    caller = admin(house)
    issued = await token_of(house, caller, await account_of(house, caller))
    row = await house.superuser.fetchrow(
        "SELECT * FROM service_account_tokens WHERE token_id = $1", issued.token.token_id
    )
    assert row is not None
    assert row["token_hash"] == issued.secret.hash
    assert issued.secret.token not in str(dict(row))
    assert issued.secret.token not in repr(issued)


async def test_who_makes_a_machine_gives_no_more_than_they_hold(house: "House") -> None:
    caller = admin(house)
    narrow = replace(caller, permissions=frozenset({"service_accounts.write"}))
    with pytest.raises(PermissionEscalationError):
        await account_of(house, narrow)
    account = await account_of(house, caller, "STAFF")
    with pytest.raises(PermissionEscalationError):
        await token_of(house, narrow, account)
    with pytest.raises(ScopeNotGrantedError):
        await token_of(house, caller, account, frozenset({"contacts.erase"}))
    issued = await token_of(house, caller, account)
    with pytest.raises(PermissionEscalationError):
        await rotate(house, narrow, issued)
    assert not await refused(house, issued)


async def test_a_role_and_a_person_must_be_there(house: "House") -> None:
    caller = admin(house)
    elsewhere, _ = await house.add_user(WorkspaceKind.SANDBOX)
    for role, person in (("NOBODY", None), ("", uuid4()), ("", elsewhere)):
        with pytest.raises(InvalidInput):
            await account_of(house, caller, role, person)


async def test_a_changed_role_counts_from_the_next_exchange(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller, "STAFF")
    issued = await token_of(house, caller, account, frozenset({"contacts.read", "contacts.write"}))
    assert (await exchange(house, issued)).grants.permissions == {"contacts.read", "contacts.write"}
    changed = await update(house, caller, account, role="PROVIDER")
    assert changed.version == 2
    assert (await exchange(house, issued)).grants.permissions == READ
    assert len(await house.events(CHANGED, account.service_account_id)) == 1
    entries = await house.entries("test.done", caller.actor_id)
    (entry,) = [entry for entry in entries if list(entry.fields) == ["role"]]
    assert (list(entry.before), list(entry.after)) == (["role:STAFF"], ["role:PROVIDER"])


async def update(
    house: "House", caller: Caller, account: ServiceAccount, etag: str = "", **fields: object
) -> ServiceAccount:
    wanted = Wanted(**{"name": "", "role": "", "on_behalf_of": None, "state": None, **fields})  # type: ignore[arg-type]
    return await house.cases.machines.accounts.update(caller, account.service_account_id, wanted, fields, etag)


async def test_a_disabled_account_works_no_more_until_it_is_active_again(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    issued = await token_of(house, caller, account)
    await update(house, caller, account, state=State.DISABLED)
    assert await refused(house, issued)
    assert len(await house.events(CHANGED, account.service_account_id)) == 1
    await update(house, caller, account, state=State.ACTIVE)
    assert not await refused(house, issued)


async def test_a_machine_of_a_disabled_person_works_no_more(house: "House") -> None:
    caller = admin(house)
    user_id, _ = await house.add_user()
    issued = await token_of(house, caller, await account_of(house, caller, person=user_id))
    await house.superuser.execute("UPDATE users SET state = 'DISABLED' WHERE user_id = $1", user_id)
    assert await refused(house, issued)


async def test_a_removed_account_is_gone_with_its_tokens(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    issued = await token_of(house, caller, account)
    await house.cases.machines.accounts.delete(caller, account.service_account_id)
    assert await refused(house, issued)
    assert len(await house.events(REVOKED, issued.token.token_id)) == 1
    with pytest.raises(ServiceAccountNotFoundError):
        await house.cases.machines.accounts.get(caller, account.service_account_id)
    with pytest.raises(ServiceAccountNotFoundError):
        await token_of(house, caller, account)


async def test_a_stale_change_is_refused(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    await update(house, caller, account, "v1", name="Other")
    with pytest.raises(Stale):
        await update(house, caller, account, "v1", name="Another")
    with pytest.raises(InvalidInput):
        await house.cases.machines.accounts.update(
            caller, account.service_account_id, Wanted("", "", None), ["creator_id"], ""
        )


async def test_another_workspace_sees_and_touches_nothing(house: "House") -> None:
    caller, other = admin(house), admin(house, WorkspaceKind.SANDBOX)
    account = await account_of(house, caller)
    issued = await token_of(house, caller, account)
    with pytest.raises(ServiceAccountNotFoundError):
        await house.cases.machines.accounts.get(other, account.service_account_id)
    with pytest.raises(TokenNotFoundError):
        await house.cases.machines.tokens.revoke(other, account.service_account_id, issued.token.token_id)
    assert not await refused(house, issued)
    assert (await exchange(house, issued)).account.workspace_id == caller.workspace_id


async def test_a_revoked_token_ends_alone_and_once(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    one, other = await token_of(house, caller, account), await token_of(house, caller, account)
    for _ in range(2):
        await house.cases.machines.tokens.revoke(caller, account.service_account_id, one.token.token_id)
    assert (await refused(house, one), await refused(house, other)) == (True, False)
    assert len(await house.events(REVOKED, one.token.token_id)) == 1
    with pytest.raises(TokenEndedError):
        await rotate(house, caller, one)


async def test_a_token_ends_by_itself(house: "House") -> None:
    caller = admin(house)
    issued = await token_of(house, caller, await account_of(house, caller), days=1)
    house.clock.pass_by(days=1, seconds=-30)
    assert (await exchange(house, issued)).expire_time == issued.token.expire_time
    house.clock.pass_by(seconds=30)
    assert await refused(house, issued)


async def test_what_is_no_token_or_another_is_one_refusal(house: "House") -> None:
    caller = admin(house)
    issued = await token_of(house, caller, await account_of(house, caller))
    for token in ("", "cfu_x", new_token(uuid4()), new_token(issued.token.token_id), issued.secret.token[:-1]):
        with pytest.raises(InvalidTokenError):
            await house.cases.machines.exchange.exchange(caller, token)


async def test_use_is_noted_once_a_minute(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    issued = await token_of(house, caller, account)

    async def seen() -> tuple[object, str]:
        (token,), _ = await house.cases.machines.tokens.list(caller, account.service_account_id, 0, "")
        return token.last_use_time, token.last_use_source

    first = house.clock.now()
    await exchange(house, issued, "192.0.2.1 first/1")
    house.clock.pass_by(seconds=59)
    await exchange(house, issued, "192.0.2.2 second/1")
    assert await seen() == (first, "192.0.2.1 first/1")
    house.clock.pass_by(seconds=1)
    await exchange(house, issued, "192.0.2.3 third/1")
    assert await seen() == (house.clock.now(), "192.0.2.3 third/1")


async def rotate(house: "House", caller: Caller, issued: Issued, hours: int = 24) -> Issued:
    token = issued.token
    return await house.cases.machines.tokens.rotate(
        caller, token.service_account_id, token.token_id, timedelta(hours=hours), None
    )


async def test_both_tokens_work_until_the_overlap_is_over(house: "House") -> None:
    caller = admin(house)
    old = await token_of(house, caller, await account_of(house, caller), days=90)
    house.clock.pass_by(days=30)
    new = await rotate(house, caller, old, hours=2)
    assert (new.token.scopes, new.token.name) == (old.token.scopes, old.token.name)
    assert new.token.expire_time == house.clock.now() + timedelta(days=90)
    house.clock.pass_by(hours=1, minutes=59)
    assert [await refused(house, each) for each in (old, new)] == [False, False]
    house.clock.pass_by(minutes=1)
    assert [await refused(house, each) for each in (old, new)] == [True, False]


async def test_an_overlap_never_prolongs_a_token(house: "House") -> None:
    caller = admin(house)
    old = await token_of(house, caller, await account_of(house, caller), days=1)
    await rotate(house, caller, old, hours=72)
    house.clock.pass_by(days=1)
    assert await refused(house, old)


async def test_of_64_rotations_at_once_one_wins(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    old = await token_of(house, caller, account)
    answers = await asyncio.gather(*(rotate(house, caller, old) for _ in range(64)), return_exceptions=True)
    made = [answer for answer in answers if isinstance(answer, Issued)]
    assert len(made) == 1
    assert {type(answer) for answer in answers} == {Issued, TokenRotatedError}
    count = "SELECT count(*) FROM service_account_tokens WHERE service_account_id = $1"
    assert await house.superuser.fetchval(count, account.service_account_id) == 2


async def test_an_account_has_fifty_tokens_at_most_however_many_ask(house: "House") -> None:
    caller = admin(house)
    account = await account_of(house, caller)
    answers = await asyncio.gather(
        *(token_of(house, caller, account) for _ in range(MOST_TOKENS + 14)), return_exceptions=True
    )
    assert len([answer for answer in answers if isinstance(answer, Issued)]) == MOST_TOKENS
    assert len([answer for answer in answers if isinstance(answer, TooManyTokensError)]) == 14


async def test_lists_go_page_by_page(house: "House") -> None:
    caller = admin(house, WorkspaceKind.SANDBOX)
    made = [(await account_of(house, caller)).service_account_id for _ in range(3)]
    found: list[UUID] = []
    token = ""
    while True:
        page, token = await house.cases.machines.accounts.list(caller, 2, token)
        found += [account.service_account_id for account in page]
        if not token:
            break
    assert found == sorted(found)
    assert set(made) <= set(found)


async def test_a_disabled_account_takes_no_role_that_its_changer_may_not_give(house: "House") -> None:
    caller = admin(house)
    narrow = replace(caller, permissions=frozenset({"service_accounts.write"}))
    account = await account_of(house, caller, "STAFF")
    accounts, machine = house.cases.machines.accounts, account.service_account_id
    await accounts.update(caller, machine, Wanted("", "", None, State.DISABLED), ["state"], "")
    with pytest.raises(PermissionEscalationError):
        await accounts.update(narrow, machine, Wanted("", "ADMIN", None), ["role"], "")


async def test_who_is_disabled_has_no_token_of_their_making_left(house: "House") -> None:
    maker, administrator = await house.member(Role.ADMIN), await house.member(Role.ADMIN)
    maker, administrator = replace(maker, permissions=EVERY), replace(administrator, permissions=EVERY)
    account = await account_of(house, administrator)
    theirs, rotated, others = [await token_of(house, by, account) for by in (maker, maker, administrator)]
    taken_over = await rotate(house, administrator, rotated)
    for _ in range(2):
        await house.cases.people.access.disable(administrator, UUID(maker.actor_id))
    assert [await refused(house, each) for each in (theirs, rotated, taken_over, others)] == [True, True, False, False]
    assert len(await house.events(REVOKED, theirs.token.token_id)) == 1
    with pytest.raises(SessionEndedError):
        await token_of(house, maker, account)
    await house.cases.people.access.enable(administrator, UUID(maker.actor_id))
    assert await refused(house, theirs)


async def test_tokens_of_the_disabled_may_be_kept(house: "House") -> None:
    maker, administrator = await house.member(Role.ADMIN), await house.member(Role.ADMIN)
    maker = replace(maker, permissions=EVERY)
    issued = await token_of(house, maker, await account_of(house, maker))
    await house.cases.people.access.disable(administrator, UUID(maker.actor_id), keep_tokens=True)
    assert not await refused(house, issued)


@pytest.mark.parametrize(("keep", "outcome"), [(False, "Those tokens have ended"), (True, "Those tokens go on")])
async def test_who_watches_learns_of_which_machines_the_disabled_held_tokens(
    house: "House", keep: bool, outcome: str
) -> None:
    sandbox, maker = WorkspaceKind.SANDBOX, await house.member(Role.ADMIN)
    administrator = await house.member(Role.ADMIN)
    _, officer = await house.add_user(sandbox, Role.SECURITY_OFFICER)
    _, staff = await house.add_user(sandbox)
    maker = replace(maker, permissions=EVERY)
    account = await account_of(house, maker)
    for _ in range(2):
        await token_of(house, maker, account)
    found, _ = await house.cases.machines.tokens.list(administrator, account.service_account_id, 50, "")
    assert [each.creator_state for each in found] == ["ACTIVE", "ACTIVE"]
    await house.cases.people.access.disable(administrator, UUID(maker.actor_id), keep_tokens=keep)
    (told,) = await house.told(officer)
    assert told.count(account.name) == 1
    assert outcome in told
    assert await house.told(staff) == []
    found, _ = await house.cases.machines.tokens.list(administrator, account.service_account_id, 50, "")
    assert [each.creator_state for each in found] == ["DISABLED", "DISABLED"]


async def test_nobody_is_told_when_the_disabled_held_no_token(house: "House") -> None:
    person, administrator = await house.member(), await house.member(Role.ADMIN)
    _, officer = await house.add_user(WorkspaceKind.SANDBOX, Role.SECURITY_OFFICER)
    await house.cases.people.access.disable(administrator, UUID(person.actor_id))
    assert await house.told(officer) == []


async def test_no_token_outlives_its_maker_however_they_meet(house: "House") -> None:
    for _ in range(8):
        maker, administrator = await house.member(Role.ADMIN), await house.member(Role.ADMIN)
        maker = replace(maker, permissions=EVERY)
        account = await account_of(house, maker)
        made = await asyncio.gather(
            *(token_of(house, maker, account) for _ in range(4)),
            house.cases.people.access.disable(administrator, UUID(maker.actor_id)),
            *(token_of(house, maker, account) for _ in range(4)),
            return_exceptions=True,
        )
        issued = [each for each in made if isinstance(each, Issued)]
        assert all([await refused(house, each) for each in issued])
        assert all(isinstance(each, SessionEndedError) for each in made if isinstance(each, Exception))
