"""Subscriptions on a real database, from trial to renewal."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from identity.errors import InvoicePaidError, SubscriptionFollowsError
from identity.invoices.model import Invoice, InvoiceState, total
from identity.roles.model import PERMISSIONS, Role
from identity.subscriptions.entitlements import ENTERPRISE_FEATURES
from identity.subscriptions.model import AddOn, BillingPeriod, Kind, Plan, Prompt, State
from identity.subscriptions.service import Standing, Wish
from identity.users.model import NewUser
from identity.workspaces.model import WorkspaceKind
from kit.caller import Caller, for_service
from kit.db import DEPLOYMENT, Database
from kit.errors import Stale
from kit.testing.plugin import ServiceDatabase

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

PRO = Wish(Plan.PRO, None, frozenset())
ENTERPRISE = Wish(Plan.ENTERPRISE, None, frozenset())


class Practice:
    """A workspace as if it had signed up, with a person for each seat."""

    def __init__(self, house: "House", db: Database, kind: WorkspaceKind) -> None:
        self.house = house
        self.db = db
        self.kind = kind
        self.workspace_id = house.workspaces[kind]

    @property
    def caller(self) -> Caller:
        return for_service("test", self.workspace_id, "subscription.changed")

    async def sign_up(self, seats: int = 1) -> None:
        await self.clear()
        async with self.db.transaction(self.caller) as tx:
            await self.house.cases.billing.subscriptions.start_trial(tx, self.workspace_id)
        for _ in range(seats):
            await self.seat()

    async def clear(self) -> None:
        for table in ("invoice_lines", "invoices", "payment_accounts", "subscriptions"):
            await self.house.superuser.execute(f"DELETE FROM {table} WHERE workspace_id = $1", self.workspace_id)
        await self.house.superuser.execute(
            "UPDATE users SET state = 'DISABLED' WHERE workspace_id = $1", self.workspace_id
        )

    async def restore(self) -> None:
        """What other tests find here."""
        await self.clear()
        async with self.db.transaction(self.caller) as tx:
            sandbox = self.kind is WorkspaceKind.SANDBOX
            await self.house.cases.billing.subscriptions.start_deployment(tx, self.workspace_id, sandbox=sandbox)

    async def seat(self) -> UUID:
        person = NewUser(f"{uuid4().hex}@practice.example", "Ada", Role.STAFF, "quartz-lamp-7")
        return await self.house.cases.users.create(self.caller, person)

    async def disable(self, user_id: UUID) -> None:
        colleague = replace(self.caller, permissions=PERMISSIONS[Role.STAFF])
        await self.house.cases.people.access.disable(colleague, user_id)

    async def change(self, wish: Wish, etag: str = "") -> tuple[Standing, Invoice | None]:
        return await self.house.cases.billing.subscriptions.change(self.caller, wish, etag)

    async def standing(self) -> Standing:
        return await self.house.cases.billing.subscriptions.get(self.caller)

    async def invoices(self) -> list[Invoice]:
        return (await self.house.cases.billing.invoices.page(self.caller, 0, ""))[0]

    async def features(self) -> frozenset[str]:
        async with self.db.transaction(DEPLOYMENT) as tx:
            return await self.house.cases.billing.subscriptions.features(tx, self.workspace_id)


@pytest_asyncio.fixture(loop_scope="session")
async def practice(house: "House", database: Database) -> AsyncIterator[Practice]:
    house.clock.time = datetime(2027, 6, 1, 9, tzinfo=UTC)
    yield await restored(house, database, WorkspaceKind.PRODUCTION)
    house.clock.time = datetime.now(UTC)
    for kind in WorkspaceKind:
        await restored(house, database, kind)


async def restored(house: "House", database: Database, kind: WorkspaceKind) -> Practice:
    made = Practice(house, database, kind)
    await made.restore()
    return made


async def test_a_trial_has_what_pro_has_and_then_prompts_and_charges_nothing(practice: Practice) -> None:
    await practice.sign_up()
    assert (await practice.standing()).state is State.TRIALING
    assert await practice.features() == {"sso", "writes"}
    practice.house.clock.pass_by(days=11, seconds=1)
    assert (await practice.standing()).prompts == (Prompt.TRIAL_ENDING,)
    practice.house.clock.pass_by(days=3)
    await practice.house.cases.billing.renewal.round()
    standing = await practice.standing()
    assert (standing.state, standing.prompts) == (State.TRIAL_ENDED, (Prompt.CHOOSE_PLAN,))
    assert standing.contact_limit == 1_000
    assert await practice.features() == {"writes"}
    assert await practice.invoices() == []


async def test_choosing_a_plan_bills_a_term_and_upgrading_the_rest_of_it(practice: Practice) -> None:
    await practice.sign_up(seats=3)
    standing, invoice = await practice.change(PRO)
    assert invoice is not None
    assert (invoice.number, invoice.total_cents) == (1, 225_00)
    assert standing.subscription.kind is Kind.SUBSCRIBED
    practice.house.clock.pass_by(days=15)
    preview = await practice.house.cases.billing.subscriptions.preview(practice.caller, ENTERPRISE, 0)
    assert await practice.features() == {"sso", "writes"}
    standing, invoice = await practice.change(ENTERPRISE)
    assert invoice is not None
    assert (invoice.total_cents, total(preview.lines)) == (225_00, 225_00)
    assert await practice.house.cases.billing.subscriptions.lines(practice.caller, invoice.invoice_id) == list(
        preview.lines
    )
    assert await practice.features() == ENTERPRISE_FEATURES | {"writes"}
    assert standing.contact_limit is None


async def test_a_downgrade_keeps_the_higher_plan_until_renewal(practice: Practice) -> None:
    await practice.sign_up()
    await practice.change(Wish(Plan.ENTERPRISE, None, frozenset({AddOn.MARKETING})))
    standing, invoice = await practice.change(PRO)
    assert invoice is None
    assert standing.subscription.cycle
    assert standing.subscription.cycle.pending
    assert "marketing" in await practice.features()
    practice.house.clock.pass_by(days=30)
    await practice.house.cases.billing.renewal.round()
    assert await practice.features() == {"sso", "writes"}
    assert (await practice.invoices())[0].total_cents == 75_00


async def test_a_disabled_seat_stops_being_billed_at_once_and_a_new_one_is_pro_rated(practice: Practice) -> None:
    await practice.sign_up(seats=2)
    await practice.change(PRO)
    gone = await practice.seat()
    await practice.house.cases.billing.renewal.round()
    assert sum(line.cents for line in (await practice.standing()).waiting) == 75_00
    practice.house.clock.pass_by(days=10)
    await practice.disable(gone)
    standing = await practice.standing()
    assert standing.seats == 2
    assert sum(line.cents for line in standing.waiting) == 75_00 - 50_00
    practice.house.clock.pass_by(days=20)
    await practice.house.cases.billing.renewal.round()
    newest = (await practice.invoices())[0]
    assert newest.total_cents == 150_00 + 25_00
    assert (await practice.standing()).waiting == ()


async def test_more_credit_than_charges_is_kept_for_the_next_invoice(practice: Practice) -> None:
    await practice.sign_up()
    people = [await practice.seat() for _ in range(9)]
    await practice.change(PRO)
    for person in people:
        await practice.disable(person)
    practice.house.clock.pass_by(days=30)
    await practice.house.cases.billing.renewal.round()
    first, second = (await practice.invoices())[::-1]
    assert (first.total_cents, second.total_cents, second.state) == (750_00, 0, InvoiceState.PAID)
    assert sum(line.cents for line in (await practice.standing()).waiting) == 75_00 - 675_00


async def test_renewal_catches_up_and_a_second_round_changes_nothing(practice: Practice) -> None:
    await practice.sign_up()
    await practice.change(PRO)
    practice.house.clock.pass_by(days=95)
    await asyncio.gather(*(practice.house.cases.billing.renewal.round() for _ in range(4)))
    found = await practice.invoices()
    assert [(invoice.number, invoice.total_cents) for invoice in found] == [(n, 75_00) for n in (4, 3, 2, 1)]
    await practice.house.cases.billing.renewal.round()
    assert await practice.invoices() == found


async def test_changes_at_once_make_one_invoice(practice: Practice) -> None:
    await practice.sign_up()
    done = await asyncio.gather(*(practice.change(PRO) for _ in range(8)))
    assert sum(invoice is not None for _, invoice in done) == 1
    assert len(await practice.invoices()) == 1


async def test_a_change_meant_for_another_version_is_stale(practice: Practice) -> None:
    await practice.sign_up()
    await practice.change(PRO)
    with pytest.raises(Stale):
        await practice.change(ENTERPRISE, '"1"')


async def test_the_mission_discount_and_annual_billing(practice: Practice) -> None:
    await practice.sign_up(seats=2)
    for _ in range(2):
        await practice.house.cases.billing.subscriptions.grant_mission_discount(practice.caller, granted=True)
    assert len([each for each in await practice.house.entries("subscription.changed", "test") if each.reason]) == 1
    _, invoice = await practice.change(Wish(Plan.PRO, BillingPeriod.ANNUAL, frozenset()))
    assert invoice is not None
    assert invoice.total_cents == 2 * 504_00
    practice.house.clock.pass_by(days=30)
    await practice.house.cases.billing.renewal.round()
    await practice.seat()
    # The seat came on day 30 of 366, and is invoiced at the end of the month, not of the year.
    assert sum(line.cents for line in (await practice.standing()).waiting) == 46_269
    practice.house.clock.pass_by(days=31)
    await practice.house.cases.billing.renewal.round()
    assert [each.total_cents for each in await practice.invoices()] == [46_269, 1_008_00]


async def test_a_transfer_is_marked_once_and_an_invoice_left_open_is_past_due(practice: Practice) -> None:
    await practice.sign_up()
    _, invoice = await practice.change(PRO)
    assert invoice is not None
    practice.house.clock.pass_by(days=30)
    await practice.house.cases.billing.renewal.round()
    standing = await practice.standing()
    assert (standing.state, standing.prompts) == (State.PAST_DUE, (Prompt.PAST_DUE,))
    assert await practice.features() == {"sso", "writes"}
    await practice.house.cases.billing.invoices.mark_paid(practice.caller, invoice.invoice_id, "WIRE-7")
    assert (await practice.standing()).state is State.ACTIVE
    with pytest.raises(InvoicePaidError):
        await practice.house.cases.billing.invoices.mark_paid(practice.caller, invoice.invoice_id, "WIRE-7")


async def test_a_deployment_of_ones_own_is_enterprise_and_its_sandbox_follows(
    house: "House", practice: Practice
) -> None:
    await practice.restore()
    await practice.seat()
    await house.cases.billing.renewal.round()
    assert (await practice.invoices())[0].total_cents == 450_00 + 75_00
    production, sandbox = (house.workspaces[kind] for kind in (WorkspaceKind.PRODUCTION, WorkspaceKind.SANDBOX))
    callers = [for_service("test", each, "") for each in (production, sandbox)]
    found = [await house.cases.billing.subscriptions.get(caller) for caller in callers]
    assert [each.subscription.terms.plan for each in found] == [Plan.ENTERPRISE] * 2
    assert [each.state for each in found][1] is State.FOLLOWING
    with pytest.raises(SubscriptionFollowsError):
        await house.cases.billing.subscriptions.change(callers[1], PRO, "")
    await house.cases.billing.subscriptions.change(callers[0], Wish(None, None, frozenset({AddOn.MARKETING})), "")
    await house.cases.billing.renewal.round()
    assert "marketing" in (await house.cases.entitling.entitlements(callers[1])).features
    assert "phi" in (await house.cases.entitling.entitlements(callers[1])).features


async def test_invoices_of_others_are_not_found(practice: Practice, house: "House", database: Database) -> None:
    await practice.sign_up()
    _, invoice = await practice.change(PRO)
    other = await restored(house, database, WorkspaceKind.SANDBOX)
    assert invoice is not None
    with pytest.raises(Exception, match="no invoice by this id"):
        await house.cases.billing.invoices.get(other.caller, invoice.invoice_id)
    assert await other.invoices() == []


async def test_what_was_billed_stays_as_it_was_written(practice: Practice, urls: ServiceDatabase) -> None:
    await practice.sign_up()
    await practice.change(PRO)
    connection = await asyncpg.connect(urls.application)
    await connection.execute(f"SET app.workspace_id = '{practice.workspace_id}'")
    for statement in (
        "UPDATE invoices SET total_cents = 0",
        "UPDATE invoice_lines SET cents = 0",
        "DELETE FROM invoices",
        "DELETE FROM invoice_lines",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


async def test_a_change_is_recorded_with_before_and_after(practice: Practice) -> None:
    await practice.sign_up()
    await practice.change(ENTERPRISE)
    await practice.change(PRO)
    entry = (await practice.house.entries("subscription.changed", "test"))[-1]
    assert (list(entry.before), list(entry.after)) == (["ENTERPRISE MONTHLY"], ["ENTERPRISE MONTHLY", "PRO MONTHLY"])
