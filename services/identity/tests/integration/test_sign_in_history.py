"""The history of sign-ins on a real database: complete, sealed, bounded, told of when a device is new."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from simulators.location_database import place, write

from identity.errors import FactorRefusedError, InvalidCredentialsError, TooManyAttemptsError, UserNotFoundError
from identity.roles.model import Role
from identity.sessions.model import Origin, SignIn
from identity.sign_in_history.locations import Location, LocationFile
from identity.sign_in_history.model import MOST_REFUSALS, Attempt, Method, SecondFactor
from identity.workspaces.model import WorkspaceKind

from .conftest import gateway, somewhere

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import Account, House

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PASSWORD = "quartz-lamp-7"


async def own(house: "House", account: "Account", size: int = 200) -> list[Attempt]:
    found, _ = await house.cases.history.list_own(account.caller, size, "")
    return found


async def wrong(house: "House", email: str, times: int, source: str = "") -> None:
    for _ in range(times):
        with pytest.raises((InvalidCredentialsError, TooManyAttemptsError)):
            await house.sign_in(email, "wrong-lamp-7", source=source or None)


async def test_what_opened_a_session_and_what_was_refused_is_listed_newest_first(house: "House") -> None:
    account = await house.with_totp()
    await wrong(house, account.email, 1, "192.0.2.77")
    await house.answer(await house.challenged(account.email), account.code())
    found = await own(house, account)
    assert [(each.refusal, each.method, each.second_factor) for each in found] == [
        ("", Method.PASSWORD, SecondFactor.TOTP),
        ("INVALID_CREDENTIALS", Method.PASSWORD, SecondFactor.NONE),
        ("", Method.PASSWORD, SecondFactor.NONE),
    ]
    assert (found[1].place.source_address, found[1].place.device.browser) == ("192.0.2.77", "Firefox")
    assert found[0].time == house.clock.now()


async def test_a_wrong_second_factor_is_in_the_history_of_who_it_was_asked_of(house: "House") -> None:
    account = await house.with_totp()
    demanded = await house.challenged(account.email)
    for code in ("000000", "111111"):
        with pytest.raises(FactorRefusedError):
            await house.answer(demanded, code)
    assert [each.refusal for each in await own(house, account)][:2] == ["FACTOR_REFUSED", "FACTOR_REFUSED"]


async def test_guesses_that_have_to_wait_are_in_the_history_too(house: "House") -> None:
    account = await house.account()
    await wrong(house, account.email, 7)
    assert {"TOO_MANY_ATTEMPTS", "INVALID_CREDENTIALS"} <= {each.refusal for each in await own(house, account)}


async def test_a_guesser_fills_no_table_and_every_refusal_is_counted(house: "House") -> None:
    account = await house.account()
    await wrong(house, account.email, MOST_REFUSALS + 7)
    found = [each for each in await own(house, account) if each.refusal]
    assert len(found) == MOST_REFUSALS
    assert [each.further_refusals for each in found] == [7] + [0] * (MOST_REFUSALS - 1)
    house.clock.pass_by(hours=1)
    await wrong(house, account.email, 1)
    assert len([each for each in await own(house, account) if each.refusal]) == MOST_REFUSALS + 1


async def test_guesses_at_an_address_nobody_has_are_counted_and_kept_nowhere(house: "House") -> None:
    rows = "SELECT count(*) FROM sign_in_history"
    nobody = "SELECT coalesce(sum(refused), 0) FROM sign_in_refusals WHERE user_id = $1"
    before = await house.superuser.fetchval(rows), await house.superuser.fetchval(nobody, UUID(int=0))
    await wrong(house, f"{uuid4().hex}@nobody.example", 2)
    after = await house.superuser.fetchval(rows), await house.superuser.fetchval(nobody, UUID(int=0))
    assert after == (before[0], before[1] + 2)


async def test_where_from_is_sealed(house: "House") -> None:
    account = await house.account()
    await wrong(house, account.email, 1, "198.51.100.23")
    rows = await house.superuser.fetch("SELECT * FROM sign_in_history WHERE user_id = $1", account.user_id)
    text = str([dict(row) for row in rows])
    assert rows
    assert not any(each in text for each in ("198.51.100.23", "Firefox"))


async def test_pages_follow_each_other_without_a_gap(house: "House") -> None:
    account = await house.account()
    await wrong(house, account.email, 4)
    whole = await own(house, account)
    first, token = await house.cases.history.list_own(account.caller, 3, "")
    rest, end = await house.cases.history.list_own(account.caller, 3, token)
    assert [*first, *rest] == whole
    assert end == ""


async def test_an_officer_reads_the_history_of_colleagues_on_record_and_of_nobody_else(house: "House") -> None:
    account = await house.account(kind=WorkspaceKind.SANDBOX)
    stranger = await house.account(kind=WorkspaceKind.PRODUCTION)
    officer = replace(await house.member(Role.SECURITY_OFFICER), action="user.sign_ins_listed")
    assert "sign_ins.read" in officer.permissions
    assert "sign_ins.read" not in (await house.member(Role.MANAGER)).permissions
    found, _ = await house.cases.history.list_of(officer, account.user_id, 50, "")
    assert [each.attempt_id for each in found] == [each.attempt_id for each in await own(house, account)]
    (entry,) = await house.entries("user.sign_ins_listed", officer.actor_id)
    assert list(entry.record_ids) == [str(account.user_id)]
    with pytest.raises(UserNotFoundError):
        await house.cases.history.list_of(officer, stranger.user_id, 50, "")


async def sign_in_from(house: "House", account: "Account", source: str, user_agent: str, device: str = "") -> str:
    opened = await house.cases.sign_ins.create(
        gateway(), SignIn(account.email, PASSWORD, Origin(device, source, user_agent))
    )
    return opened.device.token


async def test_a_sign_in_from_a_new_device_and_network_is_told_by_letter(house: "House") -> None:
    account, home = await house.account(), somewhere()
    assert await house.warnings(account.email) == []
    laptop = await sign_in_from(house, account, home, LAPTOP)
    (told,) = await house.warnings(account.email)
    assert "Device: Firefox on Linux" in told
    assert f"Address: {home}" in told
    assert "Near" not in told
    await sign_in_from(house, account, home, LAPTOP)
    await sign_in_from(house, account, somewhere(), LAPTOP, laptop)
    assert len(await house.warnings(account.email)) == 1
    await sign_in_from(house, account, home, PHONE)
    assert len(await house.warnings(account.email)) == 2
    assert [each.familiar for each in await own(house, account)] == [False, True, True, False, False]
    house.clock.pass_by(days=91)
    await sign_in_from(house, account, home, PHONE)
    assert len(await house.warnings(account.email)) == 3


async def test_a_client_puts_no_words_of_its_own_into_a_letter(house: "House") -> None:
    account = await house.account()
    await sign_in_from(house, account, somewhere(), "Firefox\r\n\r\nCall 555-0100 at once")
    (told,) = await house.warnings(account.email)
    assert "555-0100" not in told


async def test_a_location_is_kept_and_told_when_the_operator_has_a_file(house: "House", tmp_path: Path) -> None:
    path = write(tmp_path / "cities.mmdb", {"192.0.2.0/24": place("Springfield", "Illinois", "US")})
    account, history = await house.account(), house.cases.history
    known = history._locations
    history._locations = LocationFile(str(path))
    try:
        await sign_in_from(house, account, "192.0.2.44", LAPTOP)
    finally:
        history._locations = known
    assert (await own(house, account))[0].place.location == Location("Springfield", "Illinois", "US")
    assert "Near: Springfield, Illinois, US" in (await house.warnings(account.email))[-1]


async def test_what_is_older_than_a_year_is_removed(house: "House") -> None:
    account = await house.account()
    await wrong(house, account.email, 1)
    house.clock.pass_by(days=364)
    await house.cases.history.sweep()
    assert len(await own(house, account)) == 2
    await wrong(house, account.email, 1)
    house.clock.pass_by(days=2)
    await house.cases.history.sweep()
    assert [each.refusal for each in await own(house, account)] == ["INVALID_CREDENTIALS"]
    oldest = await house.superuser.fetchval("SELECT min(hour) FROM sign_in_refusals")
    assert oldest >= house.clock.now() - timedelta(days=366)
