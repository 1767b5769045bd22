"""Changing the own address on a real database: told to both, in force once, by the link, for who asked."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from identity.errors import (
    EmailOfProviderError,
    EmailTakenError,
    InvalidCredentialsError,
    LinkExpiredError,
    SessionEndedError,
    TooManyLettersError,
)
from identity.sessions.model import Secret
from kit.errors import InvalidInput
from kit.testing.racing import outcomes

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import Account, House

PASSWORD = "quartz-lamp-7"


def address() -> str:
    return f"{uuid4().hex}@elsewhere.example"


async def asked(house: "House", account: "Account", email: str) -> Secret:
    await house.cases.people.email_changes.request(account.caller, email)
    return await house.token(email)


async def test_a_new_address_is_in_force_once_its_letter_is_answered(house: "House") -> None:
    account, new = await house.account(), address()
    other = await house.sign_in(account.email)
    await house.cases.people.resets.request(house.edge(), account.email)
    reset = await house.token(account.email)
    token = await asked(house, account, new)
    assert "a new password prevents it" in (await house.told(account.email))[-1]
    await house.sign_in(account.email)
    await house.cases.people.email_changes.confirm(account.caller, token)
    assert (await house.sign_in(new)).signed_in.user.user_id == account.user_id
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(account.email)
    with pytest.raises(SessionEndedError):
        await house.cases.sessions.exchange(other.session)
    assert (await house.cases.sessions.current(account.caller)).user.email == new
    with pytest.raises(LinkExpiredError):
        await house.cases.people.resets.confirm(house.edge(), reset, "granite-lamp-9")
    told = (await house.told(account.email))[-1]
    assert "has another address" in told
    assert new not in told


async def test_a_change_is_recorded_without_either_address(house: "House") -> None:
    account, new = await house.account(), address()
    await house.cases.people.email_changes.confirm(account.caller, await asked(house, account, new))
    row = await house.superuser.fetchrow("SELECT * FROM users WHERE user_id = $1", account.user_id)
    outbox = await house.superuser.fetch("SELECT payload FROM outbox")
    assert new not in str(dict(row or {}))
    assert not any(each.encode() in entry["payload"] for entry in outbox for each in (new, account.email))


async def test_nobody_learns_by_a_change_whether_an_address_exists(house: "House") -> None:
    account, unknown = await house.account(), address()
    _, known = await house.add_user()
    changes = house.cases.people.email_changes
    rows = "SELECT (SELECT count(*) FROM email_changes WHERE user_id = $1), (SELECT count(*) FROM letters)"
    told = []
    for email in (known, unknown):
        before = await house.superuser.fetchrow(rows, account.user_id)
        await changes.request(account.caller, email)
        after = await house.superuser.fetchrow(rows, account.user_id)
        assert before
        assert after
        told.append((after[0], after[1] - before[1]))
    assert told == [(1, 2), (1, 2)]
    assert "#token=" not in (await house.letters(known))[-1].text
    assert "#token=" in (await house.letters(unknown))[-1].text


async def test_the_link_works_once_of_64_times_at_once(house: "House") -> None:
    account = await house.account()
    token = await asked(house, account, address())
    confirm = house.cases.people.email_changes.confirm
    won, failures = await outcomes(*(confirm(account.caller, token) for _ in range(64)))
    assert won == 1
    assert all(isinstance(failure, LinkExpiredError) for failure in failures)


async def test_the_link_works_for_nobody_else_and_for_an_hour(house: "House") -> None:
    account, stranger, new = await house.account(), await house.account(), address()
    token = await asked(house, account, new)
    confirm = house.cases.people.email_changes.confirm
    with pytest.raises(LinkExpiredError):
        await confirm(stranger.caller, token)
    house.clock.pass_by(minutes=61)
    with pytest.raises(LinkExpiredError):
        await confirm(account.caller, token)


async def test_a_newer_change_or_a_new_password_ends_the_link(house: "House") -> None:
    account, first, second = await house.account(), address(), address()
    changes = house.cases.people.email_changes
    old = await asked(house, account, first)
    new = await asked(house, account, second)
    with pytest.raises(LinkExpiredError):
        await changes.confirm(account.caller, old)
    await house.cases.people.passwords.change(account.caller, PASSWORD, "granite-lamp-9")
    with pytest.raises(LinkExpiredError):
        await changes.confirm(account.caller, new)


async def test_an_address_that_was_taken_meanwhile_stays_whose_it_is(house: "House") -> None:
    one, other, new = await house.account(), await house.account(), address()
    links = [await asked(house, each, new) for each in (one, other)]
    await house.cases.people.email_changes.confirm(one.caller, links[0])
    with pytest.raises(EmailTakenError):
        await house.cases.people.email_changes.confirm(other.caller, links[1])
    assert (await house.sign_in(new)).signed_in.user.user_id == one.user_id
    assert (await house.sign_in(other.email)).signed_in.user.user_id == other.user_id


async def test_no_mailboxes_are_filled_by_asking_for_ever_other_addresses(house: "House") -> None:
    account = await house.account()
    with pytest.raises(TooManyLettersError):
        for _ in range(20):
            await house.cases.people.email_changes.request(account.caller, address())
    assert len(await house.told(account.email)) == 5
    with pytest.raises(InvalidInput):
        await house.cases.people.email_changes.request(account.caller, "ada")


async def test_a_link_for_a_password_asked_for_while_the_address_changes_opens_nothing(house: "House") -> None:
    account = await house.account()
    people = house.cases.people
    async with house.superuser.transaction():
        index = uuid4().bytes
        await house.superuser.execute("UPDATE users SET email_bidx = $2 WHERE user_id = $1", account.user_id, index)
        asking = asyncio.create_task(people.resets.request(house.edge(), account.email))
        while not asking.done() and not await house.superuser.fetchval(
            "SELECT count(*) FROM pg_locks WHERE NOT granted"
        ):
            await asyncio.sleep(0.01)
    await asking
    links = "SELECT count(*) FROM password_resets WHERE user_id = $1"
    assert await house.superuser.fetchval(links, account.user_id) == 0


async def test_of_who_was_disabled_meanwhile_the_address_stays(house: "House") -> None:
    account, administrator = await house.account(), await house.account(role="ADMIN")
    token = await asked(house, account, address())
    await house.cases.people.access.disable(administrator.caller, account.user_id)
    with pytest.raises(LinkExpiredError):
        await house.cases.people.email_changes.confirm(account.caller, token)


async def test_who_has_no_password_has_the_address_of_the_provider(house: "House") -> None:
    account = await house.account()
    await house.superuser.execute("DELETE FROM credentials WHERE user_id = $1", UUID(account.caller.actor_id))
    with pytest.raises(EmailOfProviderError):
        await house.cases.people.email_changes.request(account.caller, address())
