"""Sign-up and invitations on a real database: once each, told by letter only."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from identity.errors import (
    EmailTakenError,
    InvalidCredentialsError,
    InvitationClosedError,
    InvitationPendingError,
    LinkExpiredError,
    PasswordBreachedError,
    PermissionEscalationError,
    PolicyVersionOutdatedError,
    SignUpClosedError,
    TooManyLettersError,
    WrongPasswordError,
)
from identity.invitations.model import Answer, InvitationState
from identity.roles.model import Role
from identity.sessions.model import Opened, Secret
from identity.sign_ups.service import SignUps
from identity.workspaces.model import WorkspaceKind
from kit.errors import InvalidInput, NotFound
from kit.testing.racing import outcomes

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

PASSWORD = "quartz-lamp-7"
NEW_PASSWORD = "granite-lamp-8"
VERSION = "2026-11"


def address() -> str:
    return f"{uuid4().hex}@practice.example"


async def test_signing_up_makes_a_practice_of_its_own_on_trial_with_its_first_administrator(house: "House") -> None:
    email = address()
    await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(email)
    token = await house.token(email)
    opened = await house.cases.people.sign_ups.confirm(house.edge(), token, PASSWORD, house.origin())
    user, workspace = opened.signed_in.user, opened.signed_in.workspace
    assert (user.email, user.role, workspace.kind, workspace.deployment) == (
        email,
        Role.ADMIN,
        WorkspaceKind.PRODUCTION,
        False,
    )
    assert workspace.workspace_id not in house.workspaces.values()
    assert len(await house.events("cfu.identity.v1.workspace.signed_up", workspace.workspace_id)) == 1
    assert len(await house.events("cfu.identity.v1.user.created", user.user_id)) == 1
    assert len(await house.entries("workspace.signed_up", str(user.user_id))) == 1
    assert await house.superuser.fetchval(
        "SELECT trial_end_time IS NOT NULL FROM subscriptions WHERE workspace_id = $1", workspace.workspace_id
    )
    assert (await house.sign_in(email)).signed_in.user.user_id == user.user_id
    assert await house.cases.workspaces.bootstrap() == house.workspaces


async def test_nobody_learns_by_signing_up_whether_an_address_exists(house: "House") -> None:
    _, known = await house.add_user()
    unknown = address()
    before = await house.superuser.fetchrow("SELECT (SELECT count(*) FROM sign_ups), (SELECT count(*) FROM letters)")
    for email in (known, unknown):
        await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)
    after = await house.superuser.fetchrow("SELECT (SELECT count(*) FROM sign_ups), (SELECT count(*) FROM letters)")
    assert before
    assert after
    assert [new - old for new, old in zip(after.values(), before.values(), strict=True)] == [2, 2]
    assert "#token=" not in (await house.letters(known))[-1].text
    assert "#token=" in (await house.letters(unknown))[-1].text
    for email in (known, unknown):
        with pytest.raises(PasswordBreachedError):
            await house.cases.people.sign_ups.request(house.edge(), email, "Password1")


async def test_a_sign_up_is_confirmed_once_and_within_a_day(house: "House") -> None:
    email = address()
    await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)
    secret = await house.token(email)
    confirm = house.cases.people.sign_ups.confirm
    won, failures = await outcomes(*(confirm(house.edge(), secret, PASSWORD, house.origin()) for _ in range(64)))
    assert won == 1
    assert all(isinstance(failure, LinkExpiredError) for failure in failures)
    late = address()
    await house.cases.people.sign_ups.request(house.edge(), late, PASSWORD)
    secret = await house.token(late)
    house.clock.pass_by(hours=25)
    with pytest.raises(LinkExpiredError):
        await confirm(house.edge(), secret, PASSWORD, house.origin())


async def test_the_link_alone_lets_no_stranger_keep_a_password_for_the_address_of_someone_else(house: "House") -> None:
    email = address()
    await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)
    secret, confirm = await house.token(email), house.cases.people.sign_ups.confirm
    with pytest.raises(WrongPasswordError) as refused:
        await confirm(house.edge(), secret, NEW_PASSWORD, house.origin())
    assert refused.value.field == "password"
    with pytest.raises(InvalidCredentialsError):
        await house.sign_in(email, NEW_PASSWORD)
    entries = await house.entries("sign_up.refused", "")
    assert (entries[-1].outcome, entries[-1].record_type) == ("WRONG_PASSWORD", "sign_up")
    assert (await confirm(house.edge(), secret, PASSWORD, house.origin())).signed_in.user.email == email


async def test_after_five_wrong_passwords_at_once_the_right_one_confirms_no_more(house: "House") -> None:
    email = address()
    await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)
    secret, confirm = await house.token(email), house.cases.people.sign_ups.confirm
    won, failures = await outcomes(*(confirm(house.edge(), secret, NEW_PASSWORD, house.origin()) for _ in range(64)))
    assert (won, sum(isinstance(failure, WrongPasswordError) for failure in failures)) == (0, 5)
    with pytest.raises(LinkExpiredError):
        await confirm(house.edge(), secret, PASSWORD, house.origin())


async def test_two_sign_ups_of_one_address_make_one_practice(house: "House") -> None:
    email = address()
    for _ in range(2):
        await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)
    secrets = [Secret(each.text.split("#token=")[1].split()[0]) for each in await house.letters(email)]
    await house.cases.people.sign_ups.confirm(house.edge(), secrets[0], PASSWORD, house.origin())
    with pytest.raises(EmailTakenError):
        await house.cases.people.sign_ups.confirm(house.edge(), secrets[1], PASSWORD, house.origin())


async def test_where_sign_up_is_closed_nobody_signs_up(house: "House") -> None:
    closed = SignUps.__new__(SignUps)
    closed.__dict__.update({**house.cases.people.sign_ups.__dict__, "_is_open": False})
    with pytest.raises(SignUpClosedError):
        await closed.request(house.edge(), address(), PASSWORD)


async def test_a_mailbox_is_not_filled_through_us(house: "House") -> None:
    email = address()
    for _ in range(20):
        await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)
        await house.cases.people.resets.request(house.edge(), email)
    assert len(await house.letters(email)) == 5


@pytest.mark.parametrize("email", ["ada", "a@b@c", "a b@c.example", "a@b.example\r\nBcc: e@f.example", "<a@b.example>"])
async def test_what_is_no_address_is_refused(house: "House", email: str) -> None:
    with pytest.raises(InvalidInput):
        await house.cases.people.sign_ups.request(house.edge(), email, PASSWORD)


async def test_an_invitation_is_accepted_once_with_name_and_policies(house: "House") -> None:
    admin, email = await house.member(Role.ADMIN), address()
    invitation = await house.cases.people.invitations.create(admin, email, Role.PROVIDER)
    secret, answer = await house.token(email), Answer("Grace Okafor", PASSWORD, VERSION)
    accept = house.cases.people.acceptances.accept
    work = [accept(house.edge(), secret, answer, house.origin()) for _ in range(64)]
    done = await asyncio.gather(*work, return_exceptions=True)
    opened = [each for each in done if isinstance(each, Opened)]
    assert len(opened) == 1
    assert all(isinstance(each, LinkExpiredError) for each in done if not isinstance(each, Opened))
    user = opened[0].signed_in.user
    assert (user.email, user.display_name, user.role) == (email, "Grace Okafor", Role.PROVIDER)
    assert user.workspace_id == admin.workspace_id
    row = await house.superuser.fetchrow("SELECT * FROM policy_acceptances WHERE user_id = $1", user.user_id)
    assert row
    assert (row["version"], row["accept_time"]) == (VERSION, house.clock.now())
    assert row["source"].endswith(" Firefox")
    assert "Grace" not in str(dict(row))
    assert len(await house.entries("policy.accepted", str(user.user_id))) == 1
    found, _ = await house.cases.people.invitations.list(admin, 200, "")
    (shown,) = [each for each in found if each.invitation_id == invitation.invitation_id]
    assert shown.state(house.clock.now()) is InvitationState.ACCEPTED


async def test_a_known_address_is_invited_alike_and_gets_no_link(house: "House") -> None:
    admin = await house.member(Role.ADMIN)
    _, known = await house.add_user()
    unknown = address()
    one = await house.cases.people.invitations.create(admin, known, Role.STAFF)
    other = await house.cases.people.invitations.create(admin, unknown, Role.STAFF)
    assert one.state(house.clock.now()) is other.state(house.clock.now()) is InvitationState.PENDING
    assert "#token=" not in (await house.letters(known))[-1].text
    assert "#token=" in (await house.letters(unknown))[-1].text


async def test_sent_again_the_old_link_is_dead_and_the_new_one_good_for_a_week(house: "House") -> None:
    admin, email = await house.member(Role.ADMIN), address()
    invitations, accept = house.cases.people.invitations, house.cases.people.acceptances.accept
    made = await invitations.create(admin, email, Role.STAFF)
    old, answer = await house.token(email), Answer("Grace Okafor", PASSWORD, VERSION)
    with pytest.raises(InvitationPendingError):
        await invitations.create(admin, email.upper(), Role.STAFF)
    house.clock.pass_by(days=8)
    with pytest.raises(LinkExpiredError):
        await accept(house.edge(), old, answer, house.origin())
    await invitations.resend(admin, made.invitation_id)
    with pytest.raises(LinkExpiredError):
        await accept(house.edge(), old, answer, house.origin())
    house.clock.pass_by(days=6)
    with pytest.raises(PolicyVersionOutdatedError):
        await accept(house.edge(), await house.token(email), replace(answer, policy_version="1999"), house.origin())
    await accept(house.edge(), await house.token(email), answer, house.origin())
    with pytest.raises(InvitationClosedError):
        await invitations.resend(admin, made.invitation_id)


async def test_a_cancelled_invitation_is_dead_and_another_may_follow(house: "House") -> None:
    admin, email = await house.member(Role.ADMIN), address()
    invitations = house.cases.people.invitations
    made = await invitations.create(admin, email, Role.STAFF)
    await invitations.cancel(admin, made.invitation_id)
    with pytest.raises(LinkExpiredError):
        await house.cases.people.acceptances.accept(
            house.edge(), await house.token(email), Answer("Grace Okafor", PASSWORD, VERSION), house.origin()
        )
    await invitations.create(admin, email, Role.STAFF)


async def test_invitations_to_one_address_are_rationed_and_another_workspace_sees_none(house: "House") -> None:
    admin, email = await house.member(Role.ADMIN), address()
    invitations = house.cases.people.invitations
    made = await invitations.create(admin, email, Role.STAFF)
    for _ in range(4):
        await invitations.resend(admin, made.invitation_id)
    with pytest.raises(TooManyLettersError):
        await invitations.resend(admin, made.invitation_id)
    stranger = await house.member(Role.ADMIN, WorkspaceKind.PRODUCTION)
    with pytest.raises(NotFound):
        await invitations.cancel(stranger, made.invitation_id)
    assert made.invitation_id not in {each.invitation_id for each in (await invitations.list(stranger, 200, ""))[0]}


@pytest.mark.parametrize("lost", ["access", "role"])
async def test_an_invitation_gives_only_what_who_sent_it_may_still_give(house: "House", lost: str) -> None:
    inviter, administrator, email = await house.member(Role.ADMIN), await house.member(Role.ADMIN), address()
    invitations, people = house.cases.people.invitations, house.cases.people
    made = await invitations.create(inviter, email, Role.ADMIN)
    if lost == "access":
        await people.access.disable(administrator, UUID(inviter.actor_id))
    else:
        await people.access.set_role(administrator, UUID(inviter.actor_id), Role.MANAGER, "")
    answer = Answer("Bea Blue", PASSWORD, VERSION)
    with pytest.raises(LinkExpiredError):
        await people.acceptances.accept(house.edge(), await house.token(email), answer, house.origin())
    await invitations.resend(administrator, made.invitation_id)
    opened = await people.acceptances.accept(house.edge(), await house.token(email), answer, house.origin())
    assert opened.signed_in.user.role == Role.ADMIN


async def test_nobody_invites_to_more_than_they_may_themselves(house: "House") -> None:
    manager = await house.member(Role.MANAGER)
    with pytest.raises(PermissionEscalationError):
        await house.cases.people.invitations.create(manager, address(), Role.ADMIN)
