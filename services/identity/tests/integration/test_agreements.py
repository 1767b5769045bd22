"""The practice's BAA, PHI mode, and what both open."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg
import pytest

from identity.agreements.documents import OFFERED
from identity.agreements.model import BaaState, NewSignature
from identity.errors import BaaAlreadySignedError, BaaNotSignedError
from identity.roles.model import Role
from identity.workspaces.model import WorkspaceKind
from kit.caller import Caller
from kit.errors import NotFound
from kit.testing.callers import make_caller
from kit.testing.plugin import ServiceDatabase

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

SIGNATURE = NewSignature("Ada Lovelace", "Owner", OFFERED.version, accepted=True)
Unsigned = Callable[[], Awaitable[Caller]]


@pytest.fixture
def unsigned(house: "House") -> Unsigned:
    """An administrator of production, as before anything was signed."""

    async def make() -> Caller:
        await house.superuser.execute("DELETE FROM baa_signatures")
        await house.superuser.execute("DELETE FROM phi_mode_changes")
        workspace_id = house.workspaces[WorkspaceKind.PRODUCTION]
        return make_caller(workspace_id, action="test.done", source="192.0.2.7 Firefox")

    return make


async def features(house: "House", kind: WorkspaceKind) -> frozenset[str]:
    """What a session of this moment is entitled to."""
    _, email = await house.add_user(kind, Role.ADMIN)
    opened = await house.sign_in(email)
    return (await house.cases.sessions.exchange(opened.session)).grants.features


async def test_production_takes_no_phi_until_the_baa_is_signed_and_phi_mode_is_on(
    house: "House", unsigned: Unsigned
) -> None:
    caller = await unsigned()
    agreements = house.cases.agreements
    assert (await agreements.get(caller)).baa_state is BaaState.UNSIGNED
    with pytest.raises(BaaNotSignedError):
        await agreements.set_phi_mode(caller, enabled=True)
    signed = await agreements.sign(caller, SIGNATURE)
    assert signed.baa_state is BaaState.IN_FORCE
    assert not signed.phi_allowed
    assert "phi" not in await features(house, WorkspaceKind.PRODUCTION)
    assert (await agreements.set_phi_mode(caller, enabled=True)).phi_allowed
    assert "phi" in await features(house, WorkspaceKind.PRODUCTION)
    assert not (await agreements.set_phi_mode(caller, enabled=False)).phi_allowed
    assert "phi" not in await features(house, WorkspaceKind.PRODUCTION)


async def test_a_sandbox_is_for_synthetic_patients_and_needs_no_signature(house: "House") -> None:
    assert "phi" in await features(house, WorkspaceKind.SANDBOX)


async def test_who_signed_what_when_and_from_where_is_kept_sealed_and_audited(
    house: "House", unsigned: Unsigned
) -> None:
    caller = await unsigned()
    (signature,) = (await house.cases.agreements.sign(caller, SIGNATURE)).signatures
    assert (signature.signer_name, signature.signer_title) == ("Ada Lovelace", "Owner")
    assert (signature.document_version, signature.document_sha256) == (OFFERED.version, OFFERED.sha256)
    assert (str(signature.user_id), signature.source) == (caller.actor_id, "192.0.2.7 Firefox")
    assert signature.sign_time == house.clock.now()
    stored = await house.superuser.fetchrow("SELECT * FROM baa_signatures")
    assert "Ada" not in str(stored)
    (entry,) = await house.entries("test.done", caller.actor_id)
    assert entry.record_ids == [str(signature.signature_id)]
    assert OFFERED.sha256 in entry.reason
    assert await house.events("cfu.identity.v1.baa.signed", signature.signature_id)
    assert await house.events("cfu.identity.v1.vendor_agreement.changed", caller.workspace_id)


async def test_of_many_signatures_at_once_one_is_kept(house: "House", unsigned: Unsigned) -> None:
    caller = await unsigned()
    tries = (house.cases.agreements.sign(caller, SIGNATURE) for _ in range(16))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, BaaAlreadySignedError) for each in outcomes) == 15
    assert len((await house.cases.agreements.get(caller)).signatures) == 1


async def test_a_switch_that_changes_nothing_leaves_no_trace(house: "House", unsigned: Unsigned) -> None:
    caller = await unsigned()
    await house.cases.agreements.set_phi_mode(caller, enabled=False)
    assert not await house.entries("test.done", caller.actor_id)
    await house.cases.agreements.sign(caller, SIGNATURE)
    await house.cases.agreements.set_phi_mode(caller, enabled=True)
    await house.cases.agreements.set_phi_mode(caller, enabled=True)
    reasons = [entry.reason for entry in await house.entries("test.done", caller.actor_id)]
    assert reasons[1:] == ["off to on"]


async def test_a_text_there_never_was_is_not_found(house: "House") -> None:
    with pytest.raises(NotFound):
        house.cases.agreements.document(str(uuid4()))


@pytest.mark.parametrize("table", ["baa_signatures", "phi_mode_changes"])
async def test_the_application_cannot_change_or_remove_what_was_signed(
    house: "House", unsigned: Unsigned, urls: ServiceDatabase, table: str
) -> None:
    caller = await unsigned()
    await house.cases.agreements.sign(caller, SIGNATURE)
    await house.cases.agreements.set_phi_mode(caller, enabled=True)
    application = await asyncpg.connect(urls.application)
    try:
        assert await application.fetchval(f"SELECT count(*) FROM {table}") == 0
        await application.execute(f"SET app.workspace_id = '{caller.workspace_id}'")
        assert await application.fetchval(f"SELECT count(*) FROM {table}") == 1
        for attempt in (f"UPDATE {table} SET workspace_id = workspace_id", f"DELETE FROM {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await application.execute(attempt)
        await application.execute(f"SET app.workspace_id = '{house.workspaces[WorkspaceKind.SANDBOX]}'")
        assert await application.fetchval(f"SELECT count(*) FROM {table}") == 0
    finally:
        await application.close()
