"""Passwords, profiles, access and the practice's own profile on a real database."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from identity.errors import (
    FieldFixedError,
    InvalidCredentialsError,
    InvalidNpiError,
    LastAdminError,
    LinkExpiredError,
    PasswordBreachedError,
    PermissionEscalationError,
    SessionEndedError,
    TooManyAttemptsError,
    WrongPasswordError,
)
from identity.invitations.model import Answer
from identity.practices.model import Address, Practice
from identity.roles.model import Role
from identity.users.model import UserState
from identity.workspaces.model import WorkspaceKind
from kit.errors import InvalidInput, NotFound, Stale
from kit.testing.racing import outcomes

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

PASSWORD = "quartz-lamp-7"
NEW_PASSWORD = "granite-lamp-8"
VERSION = "2026-11"


def address() -> str:
    return f"{uuid4().hex}@practice.example"


async def test_a_reset_link_sets_the_password_once_ends_every_session_and_opens_none(house: "House") -> None:
    user_id, email = await house.add_user()
    opened = await house.sign_in(email)
    await house.cases.people.resets.request(house.edge(), email)
    secret = await house.token(email)
    confirm = house.cases.people.resets.confirm
    work = [confirm(house.edge(), secret, f"granite-lamp-{number:02}") for number in range(64)]
    done = await asyncio.gather(*work, return_exceptions=True)
    (winner,) = [number for number, each in enumerate(done) if each is None]
    assert all(isinstance(each, LinkExpiredError) for each in done if each is not None)
    with pytest.raises(SessionEndedError):
        await house.cases.sessions.exchange(opened.session)
    assert len(await house.events("cfu.identity.v1.session.revoked", opened.signed_in.session.session_id)) == 1
    open_sessions = "SELECT count(*) FROM sessions WHERE user_id = $1 AND revoke_time IS NULL"
    assert await house.superuser.fetchval(open_sessions, user_id) == 0
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(email)
    await house.sign_in(email, f"granite-lamp-{winner:02}")
    assert "set anew" in (await house.letters(email))[-1].text


async def test_nobody_learns_by_a_reset_whether_an_address_exists(house: "House") -> None:
    _, known = await house.add_user()
    disabled_id, disabled = await house.add_user()
    await house.superuser.execute("UPDATE users SET state = 'DISABLED' WHERE user_id = $1", disabled_id)
    unknown = address()
    count = "SELECT (SELECT count(*) FROM password_resets) AS resets, (SELECT count(*) FROM letters) AS letters"
    for email in (known, disabled, unknown):
        before = await house.superuser.fetchrow(count)
        await house.cases.people.resets.request(house.edge(), email)
        after = await house.superuser.fetchrow(count)
        assert before
        assert after
        assert (after["resets"] - before["resets"], after["letters"] - before["letters"]) == (1, 1)
    assert "#token=" in (await house.letters(known))[-1].text
    assert "#token=" not in (await house.letters(unknown))[-1].text
    assert "#token=" not in (await house.letters(disabled))[-1].text


async def test_a_reset_link_is_good_for_an_hour_and_dies_with_a_new_password(house: "House") -> None:
    _, email = await house.add_user()
    await house.cases.people.resets.request(house.edge(), email)
    first = await house.token(email)
    caller = await house.signed_in_as(await house.sign_in(email))
    await house.cases.people.passwords.change(caller, PASSWORD, NEW_PASSWORD)
    with pytest.raises(LinkExpiredError):
        await house.cases.people.resets.confirm(house.edge(), first, "granite-lamp-9")
    await house.cases.people.resets.request(house.edge(), email)
    second = await house.token(email)
    house.clock.pass_by(minutes=61)
    with pytest.raises(LinkExpiredError):
        await house.cases.people.resets.confirm(house.edge(), second, "granite-lamp-9")


async def test_a_new_password_ends_every_other_session_and_is_told_by_letter(house: "House") -> None:
    _, email = await house.add_user()
    other = await house.sign_in(email)
    own = await house.sign_in(email)
    caller = await house.signed_in_as(own)
    with pytest.raises(WrongPasswordError) as wrong:
        await house.cases.people.passwords.change(caller, "not-this-one-1", NEW_PASSWORD)
    assert wrong.value.field == "current_password"
    with pytest.raises(PasswordBreachedError) as weak:
        await house.cases.people.passwords.change(caller, PASSWORD, "Password1")
    assert weak.value.field == "new_password"
    await house.cases.people.passwords.change(caller, PASSWORD, NEW_PASSWORD)
    await house.cases.sessions.exchange(own.session)
    with pytest.raises(SessionEndedError):
        await house.cases.sessions.exchange(other.session)
    await house.sign_in(email, NEW_PASSWORD)
    assert "was changed" in (await house.letters(email))[-1].text


async def test_a_stolen_session_does_not_guess_at_the_password(house: "House") -> None:
    caller = await house.member()
    tried = [house.cases.people.passwords.change(caller, f"wrong-guess-{number}", NEW_PASSWORD) for number in range(16)]
    _, failures = await outcomes(*tried)
    assert sum(isinstance(failure, TooManyAttemptsError) for failure in failures) == 11


async def test_a_person_changes_its_own_profile_and_no_more(house: "House") -> None:
    caller = await house.member()
    profiles = house.cases.people.profiles
    before = await profiles.get(caller)
    assert before.policy.accepted is None
    changed = await profiles.update(caller, {"phone": "+12025550147", "job_title": "Nurse"}, "v1")
    assert (changed.user.phone, changed.user.job_title, changed.user.version) == ("+12025550147", "Nurse", 2)
    assert (await profiles.get(caller)).user == changed.user
    with pytest.raises(Stale):
        await profiles.update(caller, {"phone": ""}, "v1")
    for field in ("role", "email"):
        with pytest.raises(FieldFixedError):
            await profiles.update(caller, {field: "ADMIN"}, "")
    row = await house.superuser.fetchrow("SELECT * FROM users WHERE user_id = $1", UUID(caller.actor_id))
    assert row
    assert "2025550147" not in str(dict(row))
    await profiles.accept_policies(caller, VERSION)
    accepted = (await profiles.get(caller)).policy.accepted
    assert accepted
    assert (accepted.version, accepted.accept_time) == (VERSION, house.clock.now())


async def test_a_machine_has_no_profile_and_agrees_to_no_policies(house: "House") -> None:
    machine = replace(await house.member(), actor_kind="agent", actor_id=str(uuid4()))
    profiles = house.cases.people.profiles
    for act in (profiles.get(machine), profiles.update(machine, {}, ""), profiles.accept_policies(machine, VERSION)):
        with pytest.raises(NotFound):
            await act
    assert await house.entries("policy.accepted", machine.actor_id) == []


async def test_a_disabled_person_is_out_at_once_and_may_come_back(house: "House") -> None:
    admin = await house.member(Role.ADMIN)
    user_id, email = await house.add_user(WorkspaceKind.SANDBOX)
    opened = [await house.sign_in(email) for _ in range(3)]
    for _ in range(2):
        assert (await house.cases.people.access.disable(admin, user_id)).state is UserState.DISABLED
    for each in opened:
        with pytest.raises(SessionEndedError):
            await house.cases.sessions.exchange(each.session)
        assert len(await house.events("cfu.identity.v1.session.revoked", each.signed_in.session.session_id)) == 1
    assert len(await house.events("cfu.identity.v1.user.disabled", user_id)) == 1
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(email)
    assert (await house.cases.people.access.enable(admin, user_id)).state is UserState.ACTIVE
    await house.sign_in(email)
    assert [each.text.partition("\n")[0] for each in await house.letters(email)][-2:] == [
        "Your account was disabled by an administrator. All sessions were ended.",
        "Your account was enabled again by an administrator.",
    ]


async def test_the_last_administrator_stays_one_however_many_try_at_once(house: "House") -> None:
    first, _ = await house.signed_up()
    access = house.cases.people.access
    with pytest.raises(LastAdminError):
        await access.disable(first, UUID(first.actor_id))
    with pytest.raises(LastAdminError):
        await access.set_role(first, UUID(first.actor_id), Role.STAFF, "")
    email = address()
    await house.cases.people.invitations.create(first, email, Role.ADMIN)
    opened = await house.cases.people.acceptances.accept(
        house.edge(), await house.token(email), Answer("Grace Okafor", PASSWORD, VERSION), house.origin()
    )
    second = await house.signed_in_as(opened)
    each_other = [access.disable(first, UUID(second.actor_id)), access.disable(second, UUID(first.actor_id))]
    done, failures = await outcomes(*each_other)
    assert done == 1
    assert isinstance(failures[0], LastAdminError)


async def test_a_role_is_changed_within_what_the_changer_may(house: "House") -> None:
    admin = await house.member(Role.ADMIN)
    user_id, email = await house.add_user(WorkspaceKind.SANDBOX)
    opened = await house.sign_in(email)
    changed = await house.cases.people.access.set_role(admin, user_id, Role.PROVIDER, "v1")
    assert (changed.role, changed.version) == (Role.PROVIDER, 2)
    assert (await house.cases.sessions.exchange(opened.session)).user.role == Role.PROVIDER
    with pytest.raises(Stale):
        await house.cases.people.access.set_role(admin, user_id, Role.STAFF, "v1")
    with pytest.raises(InvalidInput):
        await house.cases.people.access.set_role(admin, user_id, "KING", "")
    manager = await house.member(Role.MANAGER)
    for act in (
        house.cases.people.access.set_role(manager, UUID(manager.actor_id), Role.ADMIN, ""),
        house.cases.people.access.disable(manager, UUID(admin.actor_id)),
    ):
        with pytest.raises(PermissionEscalationError):
            await act
    (entry,) = await house.entries("user.role_changed", admin.actor_id)
    assert (list(entry.before), list(entry.after)) == (["STAFF"], ["PROVIDER"])


async def test_nobody_changes_the_people_of_another_workspace(house: "House") -> None:
    stranger, (user_id, _) = await house.member(Role.ADMIN), await house.add_user(WorkspaceKind.PRODUCTION)
    with pytest.raises(NotFound):
        await house.cases.people.access.disable(stranger, user_id)
    with pytest.raises(NotFound):
        await house.cases.users.get(stranger, user_id)


async def test_a_practice_is_changed_field_by_field_and_its_tax_id_is_sealed(house: "House") -> None:
    admin, email = await house.signed_up()
    practices = house.cases.people.practices
    assert (await practices.get(admin)).version == 0
    wanted = Practice(
        name="Springfield Family Practice", npi="1234567893", tax_id="12-3456789", address=Address(city="Springfield")
    )
    changed = await practices.update(admin, wanted, ("name", "npi", "tax_id", "address.city"), "v0")
    assert await practices.get(admin) == changed == replace(wanted, version=1)
    with pytest.raises(Stale):
        await practices.update(admin, wanted, ("name",), "v0")
    with pytest.raises(InvalidNpiError):
        await practices.update(admin, replace(wanted, npi="1234567890"), ("npi",), "v1")
    for path in ("etag", "address.planet", "name.first"):
        with pytest.raises(FieldFixedError):
            await practices.update(admin, wanted, (path,), "")
    row = await house.superuser.fetchrow("SELECT * FROM practices WHERE workspace_id = $1", admin.workspace_id)
    assert row
    assert "3456789" not in row["tax_id_enc"]
    house.clock.pass_by(seconds=6)
    assert (await house.sign_in(email)).signed_in.workspace.display_name == "Springfield Family Practice"


async def test_of_changes_at_once_to_one_version_of_a_practice_one_wins(house: "House") -> None:
    admin, _ = await house.signed_up()
    change = house.cases.people.practices.update
    done, failures = await outcomes(*(change(admin, Practice(f"P{n}"), ("name",), "v0") for n in range(8)))
    assert done == 1
    assert all(isinstance(failure, Stale) for failure in failures)


@pytest.mark.parametrize("act", ["sign in", "change"])
async def test_a_password_that_is_replaced_while_it_is_verified_opens_and_changes_nothing(
    house: "House", monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    _, email = await house.add_user()
    caller = await house.signed_in_as(await house.sign_in(email))
    people, credentials = house.cases.people, house.cases.people.passwords._credentials
    await people.resets.request(house.edge(), email)
    verify, tokens = credentials.verify, [await house.token(email)]

    async def slowly(password_hash: str | None, password: str) -> bool:
        matches = await verify(password_hash, password)
        while tokens:
            await people.resets.confirm(house.edge(), tokens.pop(), NEW_PASSWORD)
        return matches

    with monkeypatch.context() as patched:
        patched.setattr(credentials, "verify", slowly)
        with pytest.raises((InvalidCredentialsError, WrongPasswordError)):
            if act == "sign in":
                await house.sign_in(email)
            else:
                await people.passwords.change(caller, PASSWORD, "marble-lamp-9")
    assert await house.sign_in(email, NEW_PASSWORD)


async def test_who_is_disabled_while_signing_in_does_not_come_in_when_enabled_again(
    house: "House", monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = await house.member(Role.ADMIN, WorkspaceKind.PRODUCTION)
    user_id, email = await house.add_user()
    access, credentials = house.cases.people.access, house.cases.people.passwords._credentials
    verify = credentials.verify

    async def slowly(password_hash: str | None, password: str) -> bool:
        matches = await verify(password_hash, password)
        await access.disable(administrator, user_id)
        return matches

    with monkeypatch.context() as patched:
        patched.setattr(credentials, "verify", slowly)
        with pytest.raises(SessionEndedError):
            await house.sign_in(email)
    await access.enable(administrator, user_id)
    found = await house.superuser.fetchval("SELECT count(*) FROM sessions WHERE user_id = $1", user_id)
    assert found == 0
