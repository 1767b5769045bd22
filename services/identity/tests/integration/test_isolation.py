"""What the database itself refuses to the application role."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest
import pytest_asyncio
import sqlalchemy as sa

from identity.agreements.store import baa_signatures, phi_mode_changes
from identity.break_glass.store import break_glass_grants
from identity.credentials.store import credentials
from identity.email_changes.store import email_changes
from identity.factors.tables import metadata as factors
from identity.invitations.store import invitations
from identity.invoices.store import invoice_lines, invoices
from identity.mail.store import letters
from identity.passwords.store import password_resets
from identity.payments.store import payment_accounts, payment_events
from identity.policies.store import policy_acceptances
from identity.practices.store import practices
from identity.roles.store import roles
from identity.security_policies.store import security_policies
from identity.service_accounts.store import service_accounts, tokens
from identity.sessions.store import known_devices, sessions, sign_in_attempts
from identity.sign_in_history.store import attempts, refusals
from identity.sign_ups.store import sign_ups
from identity.sso.tables import TABLES as SINGLE_SIGN_ON
from identity.subprocessors.store import subprocessors
from identity.subscriptions.store import subscriptions
from identity.teams.store import members, teams
from identity.users.store import users
from identity.vendors.store import vendor_reminders, vendors
from identity.workspaces.model import WorkspaceKind
from identity.workspaces.store import data_keys, workspaces
from kit.testing.plugin import ServiceDatabase

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

STORED = (workspaces, data_keys, users, credentials, sessions, known_devices, sign_in_attempts, attempts)
# Tables whose rows their own tests look for.
AGREED = (baa_signatures, phi_mode_changes, vendors, vendor_reminders, subprocessors)
BILLED = (subscriptions, invoices, invoice_lines, payment_accounts, payment_events)
PEOPLE = (sign_ups, invitations, practices, policy_acceptances, password_resets, email_changes, letters)
GRANTING = (roles, teams, members, security_policies, service_accounts, tokens, break_glass_grants)
OTHERS = (*AGREED, *BILLED, *SINGLE_SIGN_ON, *PEOPLE, *GRANTING, refusals, *factors.sorted_tables)
TABLES = tuple(table.name for table in STORED)


@pytest_asyncio.fixture(loop_scope="session")
async def application(urls: ServiceDatabase, house: "House") -> AsyncIterator[asyncpg.Connection]:
    """A bare connection of the application role, beside a signed-in person and a counted guess in each workspace."""
    for kind in WorkspaceKind:
        _, email = await house.add_user(kind)
        await house.sign_in(email)
    connection = await asyncpg.connect(urls.application)
    yield connection
    await connection.close()


@pytest.mark.parametrize("table", [*TABLES, *(table.name for table in OTHERS)])
async def test_without_a_scope_nothing_is_seen(application: asyncpg.Connection, table: str) -> None:
    assert await application.fetchval(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.parametrize("table", [table for table in TABLES if table != "sign_in_attempts"])
async def test_a_workspace_sees_its_own_rows_only(application: asyncpg.Connection, house: "House", table: str) -> None:
    sandbox = house.workspaces[WorkspaceKind.SANDBOX]
    await application.execute(f"SET app.workspace_id = '{sandbox}'")
    seen = await application.fetch(f"SELECT DISTINCT workspace_id FROM {table}")
    assert [row["workspace_id"] for row in seen] == [sandbox]


async def test_a_workspace_does_not_see_who_is_guessed_at(application: asyncpg.Connection, house: "House") -> None:
    assert await house.superuser.fetchval("SELECT count(*) FROM sign_in_attempts")
    await application.execute(f"SET app.workspace_id = '{house.workspaces[WorkspaceKind.SANDBOX]}'")
    assert await application.fetchval("SELECT count(*) FROM sign_in_attempts") == 0


async def test_a_row_cannot_be_moved_to_another_workspace(application: asyncpg.Connection, house: "House") -> None:
    await application.execute(f"SET app.workspace_id = '{house.workspaces[WorkspaceKind.SANDBOX]}'")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await application.execute("UPDATE users SET workspace_id = $1", house.workspaces[WorkspaceKind.PRODUCTION])


@pytest.mark.parametrize("table", [*STORED, *OTHERS], ids=lambda table: str(table.name))
async def test_the_stores_and_the_migrations_mean_the_same_columns(house: "House", table: sa.Table) -> None:
    rows = await house.superuser.fetch(
        "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = $1", table.name
    )
    migrated = {row["column_name"]: row["is_nullable"] == "YES" for row in rows}
    assert migrated == {column.name: bool(column.nullable) for column in table.columns}


@pytest.mark.parametrize("table", ["workspaces", "data_keys", "users", "credentials", "sessions"])
async def test_the_application_deletes_neither_people_nor_login_metadata(
    application: asyncpg.Connection, table: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await application.execute(f"DELETE FROM {table}")
