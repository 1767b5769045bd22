"""The policy of a workspace: who has to enrol a second factor by when, and what happens to those who did not."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from identity.roles.model import PERMISSIONS, Role
from identity.sessions.model import Proof, Vouched
from identity.workspaces.model import WorkspaceKind
from kit.errors import InvalidInput, Stale

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import Account, House

BOTH = ("mfa_required", "grace_period_days")
DAY = 86_400


@pytest_asyncio.fixture(loop_scope="session")
async def officer(house: "House") -> "AsyncIterator[Account]":
    """An administrator of the sandbox, whose policy is as it was before once the test is over."""
    account = await house.account(kind=WorkspaceKind.SANDBOX, role=Role.ADMIN)
    account.caller = replace(account.caller, action="security_policy.updated")
    yield account
    await house.superuser.execute("DELETE FROM security_policies")


async def vouched(house: "House", email: str) -> Vouched:
    return await house.cases.sessions.exchange((await house.sign_in(email)).session)


async def test_nothing_is_asked_until_someone_asks(house: "House", officer: "Account") -> None:
    policy = await house.cases.policies.get(officer.caller)
    assert (policy.mfa_required, policy.version) == (False, 0)
    assert (await vouched(house, officer.email)).enrolment.by_time is None


async def test_who_has_no_factor_after_the_grace_period_may_do_nothing_but_enrol(
    house: "House", officer: "Account"
) -> None:
    _, email = await house.add_user(WorkspaceKind.SANDBOX, Role.MANAGER)
    await house.cases.policies.update(officer.caller, BOTH, mfa_required=True, grace_period_days=7, etag="")
    in_grace = await vouched(house, email)
    assert in_grace.enrolment.by_time is not None
    assert (in_grace.enrolment.by_time - house.clock.now()).total_seconds() == 7 * DAY
    assert in_grace.grants.permissions == PERMISSIONS[Role.MANAGER]
    house.clock.pass_by(days=7)
    opened = await house.sign_in(email)
    late = await house.cases.sessions.exchange(opened.session)
    assert late.enrolment.required
    assert not opened.signed_in.grants.permissions
    assert not late.grants.permissions
    caller = house.caller_of(late)
    secret, _ = await house.cases.factors.factors.begin_totp(caller)
    account = replace(officer, secret=secret)
    await house.cases.factors.factors.confirm_totp(caller, account.code())
    enrolled = await house.cases.sessions.exchange(opened.session)
    assert enrolled.grants.permissions == PERMISSIONS[Role.MANAGER]
    assert not enrolled.enrolment.required


async def test_the_other_workspace_is_asked_nothing(house: "House", officer: "Account") -> None:
    await house.cases.policies.update(officer.caller, BOTH, mfa_required=True, grace_period_days=0, etag="")
    assert (await vouched(house, officer.email)).enrolment.required
    _, elsewhere = await house.add_user(WorkspaceKind.PRODUCTION)
    assert (await vouched(house, elsewhere)).grants.permissions


async def test_who_comes_through_single_sign_on_is_left_to_the_provider(house: "House", officer: "Account") -> None:
    await house.cases.policies.update(officer.caller, BOTH, mfa_required=True, grace_period_days=0, etag="")
    user_id, email = await house.add_user(WorkspaceKind.SANDBOX)
    session = (await vouched(house, email)).session
    await house.superuser.execute(
        "UPDATE sessions SET proof = $1 WHERE session_id = $2", Proof.PROVIDER.value, session.session_id
    )
    signed_in = await house.cases.sessions.current(house.caller_of(await vouched(house, email)))
    assert signed_in.enrolment.required
    caller = replace(officer.caller, actor_id=str(user_id), session_id=str(session.session_id))
    assert not (await house.cases.sessions.current(caller)).enrolment.required


async def test_asking_twice_does_not_begin_the_grace_period_again(house: "House", officer: "Account") -> None:
    update = house.cases.policies.update
    first = await update(officer.caller, BOTH, mfa_required=True, grace_period_days=7, etag="")
    house.clock.pass_by(days=3)
    assert await update(officer.caller, BOTH, mfa_required=True, grace_period_days=7, etag="") == first
    longer = await update(officer.caller, ["grace_period_days"], mfa_required=False, grace_period_days=9, etag="")
    assert (longer.mfa_required_time, longer.grace_period_days) == (first.mfa_required_time, 9)
    entries = await house.entries("security_policy.updated", str(officer.user_id))
    assert [(list(entry.before), list(entry.after)) for entry in entries] == [
        (["mfa_required=false", "grace_period_days=14"], ["mfa_required=true", "grace_period_days=7"]),
        (["mfa_required=true", "grace_period_days=7"], ["mfa_required=true", "grace_period_days=9"]),
    ]


async def test_a_stale_change_and_an_unknown_field_are_refused(house: "House", officer: "Account") -> None:
    update = house.cases.policies.update
    with pytest.raises(Stale):
        await update(officer.caller, BOTH, mfa_required=True, grace_period_days=7, etag="v7")
    with pytest.raises(InvalidInput):
        await update(officer.caller, ["mfa_required_time"], mfa_required=True, grace_period_days=7, etag="")
