"""What an operator does from a shell: make the workspaces, add a person, rotate keys. Results are one line of JSON."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from identity.app import NAME, UseCases, use_cases
from identity.credentials.hashing import Hashing
from identity.dunning.model import read_only_time
from identity.invoices.model import Invoice, dollars
from identity.settings import Settings
from identity.subprocessors.model import Subprocessor
from identity.users.model import NewUser
from kit.caller import for_service
from kit.clock import SystemClock
from kit.db import Database
from kit.run import patiently
from kit.settings import load


async def bootstrap() -> dict[str, str]:
    """Makes the workspaces that are missing; the ids of both."""
    async with connected() as cases:
        found = await cases.workspaces.bootstrap()
    return {kind.value: str(workspace_id) for kind, workspace_id in found.items()}


async def rewrap_keys() -> dict[str, int]:
    """Moves data keys to a new CRM_DATA_KEY, after which CRM_DATA_KEY_PREVIOUS may go; how many moved."""
    async with connected() as cases:
        return {"rewrapped": await cases.workspaces.rewrap_keys()}


async def create_user(workspace_id: UUID, new: NewUser) -> dict[str, str]:
    """Adds a person who may sign in at once; the id."""
    async with connected() as cases:
        caller = for_service(NAME, workspace_id, "user.created")
        await cases.roles.get(caller, new.role)
        user_id = await cases.users.create(caller, new)
    return {"userId": str(user_id)}


async def grant_mission_discount(workspace_id: UUID, *, granted: bool) -> dict[str, bool]:
    """The practice was verified to be one the mission discount is for, or found not to be."""
    async with connected() as cases:
        caller = for_service(NAME, workspace_id, "subscription.discounted")
        await cases.billing.subscriptions.grant_mission_discount(caller, granted=granted)
    return {"missionDiscount": granted}


async def open_invoices() -> dict[str, list[dict[str, object]]]:
    """What every workspace of the deployment still has to pay, oldest first."""
    async with connected() as cases:
        found = await cases.billing.invoices.all_open()
    return {"invoices": [told(invoice) for invoice in found]}


def told(invoice: Invoice) -> dict[str, object]:
    return {
        "invoiceId": str(invoice.invoice_id),
        "workspaceId": str(invoice.workspace_id),
        "number": invoice.number,
        "total": dollars(invoice.total_cents),
        "dueTime": f"{invoice.due_time:%Y-%m-%dT%H:%M:%SZ}",
        "readOnlyTime": f"{read_only_time(invoice.dunning_time):%Y-%m-%dT%H:%M:%SZ}" if invoice.dunning_time else None,
    }


async def mark_invoice_paid(invoice_id: UUID, reference: str) -> dict[str, object]:
    """The money for an invoice came in by transfer; what was paid, to compare with what came."""
    async with connected() as cases:
        found = await cases.billing.invoices.find(invoice_id)
        caller = for_service(NAME, found.workspace_id, "invoice.paid")
        await cases.billing.invoices.mark_paid(caller, invoice_id, reference)
    paid = {name: value for name, value in told(found).items() if not name.endswith("Time")}
    return {**paid, "state": "PAID", "reference": reference}


async def announce_subprocessor(new: Subprocessor) -> dict[str, str]:
    """Puts one on the public list that will be used later; the code."""
    async with connected() as cases:
        await cases.downstream.subprocessors.announce(new)
    return {"announced": new.code}


async def record_subprocessor_baa(code: str, *, signed: bool) -> dict[str, object]:
    """Says whether there is a BAA with it."""
    async with connected() as cases:
        await cases.downstream.subprocessors.record_baa(code, signed=signed)
    return {"code": code, "baa": signed}


async def remove_subprocessor(code: str) -> dict[str, str]:
    """Takes one off the public list; the code."""
    async with connected() as cases:
        await cases.downstream.subprocessors.remove(code)
    return {"removed": code}


@asynccontextmanager
async def connected() -> AsyncIterator[UseCases]:
    settings = load(Settings, os.environ)
    hashing = Hashing()
    database = await patiently(lambda: Database.connect(settings.database_url, max_size=1), "The database")
    try:
        yield use_cases(settings, database, hashing, SystemClock())
    finally:
        hashing.close()
        await database.close()
