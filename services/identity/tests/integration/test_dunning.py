"""Dunning where invoices are paid by transfer: told in time, cut off no earlier than told, lifted by the payment."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import pytest_asyncio

from identity.billing_details.model import BillingDetails
from identity.dunning.model import GRACE
from identity.errors import FieldFixedError
from identity.invoices.model import TRANSFER_TERM, Invoice
from identity.practices.model import Address
from identity.subscriptions.model import Plan, State
from identity.subscriptions.rpc import dunning_message
from identity.subscriptions.service import Standing, Wish
from kit import etag
from kit.caller import Caller, for_service
from kit.contract import WRITES
from kit.errors import Error, Stale

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

PRO = Wish(Plan.PRO, None, frozenset())
BILL = timedelta(days=30)


class Payer:
    """A practice on pro that pays by transfer, and its administrator."""

    def __init__(self, house: "House", admin: Caller, email: str) -> None:
        self.house = house
        self.admin = admin
        self.email = email
        self.billing = house.cases.billing

    @property
    def caller(self) -> Caller:
        return for_service("test", self.admin.workspace_id, "subscription.changed")

    async def pass_by(self, **duration: float) -> None:
        self.house.clock.pass_by(**duration)
        await self.billing.renewal.round()

    async def standing(self) -> Standing:
        return await self.billing.subscriptions.get(self.caller)

    async def writes(self) -> bool:
        found = await self.house.cases.entitling.entitlements(self.caller)
        return WRITES in found.features

    async def letters(self) -> list[str]:
        return [each.subject for each in await self.house.letters(self.email) if "nvoice" in each.subject]

    async def open_invoices(self) -> list[Invoice]:
        return list((await self.standing()).unpaid)

    async def pay_all(self) -> None:
        for invoice in await self.open_invoices():
            await self.billing.invoices.mark_paid(self.caller, invoice.invoice_id, "WIRE-7")


@pytest_asyncio.fixture(loop_scope="session")
async def payer(house: "House") -> AsyncIterator[Payer]:
    before = house.clock.time
    house.clock.time = datetime(2028, 3, 1, 9, tzinfo=UTC)
    admin, email = await house.signed_up()
    made = Payer(house, admin, email)
    await made.billing.subscriptions.change(made.caller, PRO, "")
    yield made
    await made.pay_all()
    house.clock.time = before


async def test_a_transfer_has_its_term_and_then_its_grace(payer: Payer) -> None:
    await payer.pass_by(days=TRANSFER_TERM.days - 1)
    assert ((await payer.standing()).state, await payer.letters()) == (State.ACTIVE, [])
    await payer.pass_by(days=1)
    standing = await payer.standing()
    shown = dunning_message(standing.unpaid)
    assert shown is not None
    assert (standing.state, shown.past_due_cents, await payer.letters()) == (
        State.PAST_DUE,
        75_00,
        ["Invoice 1 is not paid"],
    )
    begun = payer.house.clock.now()
    assert shown.past_due_time.ToDatetime(UTC) == begun
    assert shown.read_only_time.ToDatetime(UTC) == begun + GRACE
    assert shown.next_letter_time.ToDatetime(UTC) == begun + timedelta(days=3)
    assert not shown.HasField("next_attempt_time")
    assert await payer.writes()


async def test_after_the_grace_nothing_is_written_until_it_is_paid(payer: Payer) -> None:
    await payer.pass_by(days=TRANSFER_TERM.days)
    payer.house.clock.pass_by(days=GRACE.days, seconds=-1)
    assert await payer.writes()
    await payer.pass_by(seconds=1)
    assert not await payer.writes()
    standing = await payer.standing()
    assert standing.state is State.READ_ONLY
    assert any(subject.startswith("Your workspace is read-only") for subject in await payer.letters())
    # The next invoice is not due yet: paying the first lifts it.
    first = standing.unpaid[0]
    await payer.billing.invoices.mark_paid(payer.caller, first.invoice_id, "WIRE-8")
    assert await payer.writes()
    assert (await payer.standing()).state is State.ACTIVE


async def test_nobody_is_cut_off_untold_however_long_the_rounds_stood_still(payer: Payer) -> None:
    payer.house.clock.pass_by(days=300)
    assert await payer.writes()
    await payer.pass_by(seconds=1)
    assert (await payer.writes(), (await payer.standing()).state) == (True, State.PAST_DUE)
    payer.house.clock.pass_by(days=GRACE.days)
    assert not await payer.writes()


async def test_letters_missed_meanwhile_are_not_sent_in_a_heap(payer: Payer) -> None:
    await payer.pass_by(days=TRANSFER_TERM.days)
    invoice = (await payer.open_invoices())[0]
    await payer.pass_by(days=10)
    told = [subject for subject in await payer.letters() if subject == f"Invoice {invoice.number} is not paid"]
    assert len(told) == 2
    await payer.billing.renewal.round()
    assert len(await payer.letters()) == len(told)


async def test_what_is_paid_is_not_told_of(payer: Payer) -> None:
    await payer.pass_by(days=TRANSFER_TERM.days - 1)
    await payer.pay_all()
    await payer.pass_by(days=2)
    assert [subject for subject in await payer.letters() if subject == "Invoice 1 is not paid"] == []


async def test_every_letter_is_recorded_and_says_nothing_secret(payer: Payer) -> None:
    await payer.pass_by(days=TRANSFER_TERM.days)
    invoice = (await payer.open_invoices())[0]
    entries = await payer.house.entries("invoice.reminded", "identity")
    assert (list(entries[-1].record_ids), entries[-1].reason) == ([str(invoice.invoice_id)], "past due")
    text = next(each.text for each in await payer.house.letters(payer.email) if "nvoice" in each.subject)
    assert "$75.00" in text
    assert f"{payer.house.clock.now() + GRACE:%Y-%m-%d}" in text


async def test_the_billing_contact_is_told_too_and_kept_sealed(payer: Payer) -> None:
    contact = "bills@practice.example"
    wanted = BillingDetails("Okafor Holding", "Grace Okafor", contact, Address(city="Oakland", country="US"))
    paths = ("organisation", "contact_name", "contact_email", "address")
    kept = await payer.billing.billed.update(payer.caller, wanted, paths, "")
    assert kept == replace(wanted, version=1) == await payer.billing.billed.get(payer.caller)
    moved = replace(wanted, address=Address(city="Berkeley"))
    after = await payer.billing.billed.update(payer.caller, moved, ("address.city",), etag.of(1))
    assert after.address == Address(city="Berkeley", country="US")
    with pytest.raises(Stale):
        await payer.billing.billed.update(payer.caller, wanted, paths, etag.of(1))
    with pytest.raises(FieldFixedError):
        await payer.billing.billed.update(payer.caller, wanted, ("version",), "")
    dump = str([dict(row) for row in await payer.house.superuser.fetch("SELECT * FROM billing_details")])
    assert not [told for told in ("Okafor", contact, "Oakland", "Berkeley") if told in dump]
    await payer.pass_by(days=TRANSFER_TERM.days)
    assert [each.subject for each in await payer.house.letters(contact)] == ["Invoice 1 is not paid"]


async def test_a_trial_that_ended_and_a_sandbox_are_never_read_only(house: "House") -> None:
    admin, _ = await house.signed_up()
    house.clock.pass_by(days=400)
    await house.cases.billing.renewal.round()
    assert WRITES in (await house.cases.entitling.entitlements(for_service("test", admin.workspace_id, ""))).features
    house.clock.pass_by(days=-400)


async def test_one_workspace_past_due_does_not_hold_up_another(payer: Payer, monkeypatch: pytest.MonkeyPatch) -> None:
    dunning = payer.billing.renewal._dunning
    tell, seen = dunning._tell, list[UUID]()

    async def failing_once(tx: object, invoice: Invoice) -> None:
        seen.append(invoice.invoice_id)
        if len(seen) == 1:
            raise Error
        await tell(tx, invoice)  # type: ignore[arg-type]

    other, email = await payer.house.signed_up()
    second = Payer(payer.house, other, email)
    await second.billing.subscriptions.change(second.caller, PRO, "")
    monkeypatch.setattr(dunning, "_tell", failing_once)
    await payer.pass_by(days=TRANSFER_TERM.days)
    assert len(seen) >= 2
    monkeypatch.undo()
    await payer.billing.renewal.round()
    assert await payer.letters()
    assert await second.letters()
    await second.pay_all()
