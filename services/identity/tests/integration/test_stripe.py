"""Cards, charged at a simulator of Stripe: paid once, retried in time, told of in any order."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import uvicorn
from simulators.stripe.simulator import DECLINED, GOOD, NO_FUNDS, Account, application

from identity.dunning.service import Dunning
from identity.errors import InvoicesOpenError, PaymentMethodMissingError, WebhookSignatureError
from identity.invoices.model import Invoice, InvoiceState
from identity.invoices.service import Invoices
from identity.payments.service import Payments
from identity.payments.stripe_provider import API_VERSION, StripeProvider
from identity.roles.model import Role
from identity.subscriptions.entitlements import ContactLimits
from identity.subscriptions.model import Plan, Prompt, State
from identity.subscriptions.pricing import Prices
from identity.subscriptions.service import Standing, Subscriptions, Wish
from identity.workspaces.model import WorkspaceKind
from kit.caller import Caller, for_service
from kit.contract import WRITES
from kit.db import Database
from kit.errors import Unavailable
from kit.paging import Pages
from kit.testing.servers import free_port

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House

# Stripe's library hands its body to httpx in a way that httpx no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
SECRET = "whsec_" + "t" * 32
PRO = Wish(Plan.PRO, None, frozenset())


@pytest.fixture(scope="module")
def simulator() -> Iterator[tuple[Account, str]]:
    account, port = Account(SECRET), free_port()
    server = uvicorn.Server(uvicorn.Config(application(account), port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield account, f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@dataclass
class Shop:
    """A workspace on trial whose deployment charges cards."""

    house: "House"
    account: Account
    invoices: Invoices
    payments: Payments
    subscriptions: Subscriptions
    dunning: Dunning
    admin: str = ""

    @property
    def caller(self) -> Caller:
        return for_service("test", self.house.workspaces[WorkspaceKind.PRODUCTION], "subscription.changed")

    async def enter_card(self, number: str, created: int | None = None) -> None:
        address = await self.payments.setup_page(self.caller)
        self.account.enter_card(address.rpartition("/")[2], number, created)

    async def deliver(self, *, age: int = 0) -> None:
        for event in self.account.events:
            await self.payments.receive(*self.account.delivery(event, age))

    async def subscribe(self, number: str) -> None:
        await self.enter_card(number)
        await self.deliver()
        await self.subscriptions.change(self.caller, PRO, "")

    async def newest(self) -> Invoice:
        return (await self.invoices.page(self.caller, 0, ""))[0][0]

    async def standing(self) -> Standing:
        return await self.subscriptions.get(self.caller)

    async def features(self) -> frozenset[str]:
        async with self.house.database.transaction(self.caller) as tx:
            return await self.subscriptions.features(tx, self.caller.workspace_id)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(house: "House", database: Database, simulator: tuple[Account, str]) -> AsyncIterator[Shop]:
    account, address = simulator
    account.__init__(SECRET)  # type: ignore[misc]
    house.clock.time = datetime(2027, 6, 1, 9, tzinfo=UTC)
    provider = StripeProvider(
        secret_key="sk_test_x", webhook_secret=SECRET, api_address=address, return_address="https://crm.example"
    )
    invoices = Invoices(db=database, pages=Pages(b"p" * 32), clock=house.clock, charged=True)
    payments = Payments(db=database, provider=provider, invoices=invoices, clock=house.clock)
    subscriptions = Subscriptions(
        db=database,
        invoices=invoices,
        payments=payments,
        prices=Prices(),
        limits=ContactLimits(1, 2),
        clock=house.clock,
    )
    circulars = house.cases.downstream.reminders._circulars
    dunning = Dunning(
        db=database, invoices=invoices, billed=house.cases.billing.billed, circulars=circulars, clock=house.clock
    )
    made = Shop(house, account, invoices, payments, subscriptions, dunning)
    await cleared(made)
    _, made.admin = await house.add_user(role=Role.ADMIN)
    async with database.transaction(made.caller) as tx:
        await subscriptions.start_trial(tx, made.caller.workspace_id)
    yield made
    await provider.close()
    await cleared(made)
    house.clock.time = datetime.now(UTC)
    async with database.transaction(made.caller) as tx:
        await subscriptions.start_deployment(tx, made.caller.workspace_id, sandbox=False)


async def cleared(shop: Shop) -> None:
    workspace_id = shop.caller.workspace_id
    for table in ("invoice_lines", "invoices", "payment_accounts", "payment_events", "subscriptions"):
        await shop.house.superuser.execute(f"DELETE FROM {table} WHERE workspace_id = $1", workspace_id)
    await shop.house.superuser.execute("UPDATE users SET state = 'DISABLED' WHERE workspace_id = $1", workspace_id)


async def test_without_a_card_nothing_is_subscribed(shop: Shop) -> None:
    with pytest.raises(PaymentMethodMissingError):
        await shop.subscriptions.change(shop.caller, PRO, "")


async def test_a_card_is_entered_elsewhere_and_charged_once(shop: Shop) -> None:
    await shop.subscribe(GOOD)
    await asyncio.gather(*(shop.payments.collect() for _ in range(4)))
    await shop.deliver()
    invoice = await shop.newest()
    assert (invoice.state, invoice.total_cents, shop.account.charged) == (InvoiceState.PAID, 75_00, [75_00])
    account = (await shop.standing()).account
    assert account
    assert (account.brand, account.last_four) == ("visa", "4242")
    assert shop.account.versions == {API_VERSION}
    dump = str([dict(row) for row in await shop.house.superuser.fetch("SELECT * FROM payment_accounts")])
    assert GOOD not in dump


async def test_a_declined_card_is_tried_and_told_of_in_time_and_then_the_workspace_reads_only(shop: Shop) -> None:
    await shop.subscribe(NO_FUNDS)
    tried, told, states = list[int](), list[int](), list[State]()
    for day in range(33):
        for _ in range(2):
            await shop.payments.collect()
            await shop.dunning.round()
        standing = await shop.standing()
        tried.append((await shop.newest()).attempts)
        told.append(len(await shop.house.letters(shop.admin)))
        states.append(standing.state)
        assert standing.subscription.terms.plan is Plan.PRO
        assert standing.prompts == (Prompt.PAYMENT_FAILED, Prompt.PAST_DUE)
        assert (WRITES in await shop.features()) is (day < 30)
        shop.house.clock.pass_by(days=1)
    assert [day for day in range(33) if tried[day] > (tried[day - 1] if day else 0)] == [0, 3, 7, 14, 28]
    assert [day for day in range(33) if told[day] > (told[day - 1] if day else 0)] == [0, 3, 7, 14, 28, 30]
    assert (max(tried), max(told)) == (5, 6)
    assert states == [State.PAST_DUE] * 30 + [State.READ_ONLY] * 3
    invoice = await shop.newest()
    assert (invoice.failure_code, invoice.next_attempt_time, invoice.next_letter_time) == (
        "insufficient_funds",
        None,
        None,
    )
    intents = [each for each in shop.account.objects.values() if each["object"] == "payment_intent"]
    assert len(intents) == 1


async def test_a_card_entered_while_read_only_is_charged_and_lifts_it(shop: Shop) -> None:
    await shop.subscribe(NO_FUNDS)
    await shop.payments.collect()
    await shop.dunning.round()
    shop.house.clock.pass_by(days=30)
    assert WRITES not in await shop.features()
    await shop.enter_card(GOOD, created=int(time.time()) + 5)
    await shop.deliver()
    await shop.payments.collect()
    assert WRITES in await shop.features()
    assert (await shop.standing()).state is State.ACTIVE


async def test_another_card_pays_at_once_what_the_first_did_not(shop: Shop) -> None:
    await shop.subscribe(DECLINED)
    await shop.payments.collect()
    assert (await shop.newest()).failure_code == "generic_decline"
    await shop.enter_card(GOOD, created=int(time.time()) + 5)
    await shop.deliver()
    await shop.payments.collect()
    assert ((await shop.newest()).state, shop.account.charged) == (InvoiceState.PAID, [75_00])


async def test_a_card_is_removed_here_and_at_the_processor_once_nothing_is_open(shop: Shop) -> None:
    with pytest.raises(PaymentMethodMissingError):
        await shop.payments.remove_method(shop.caller)
    await shop.subscribe(GOOD)
    with pytest.raises(InvoicesOpenError):
        await shop.payments.remove_method(shop.caller)
    await shop.payments.collect()
    # Let go of at the processor, where the answer was lost: doing it again finishes it.
    shop.account.faults = [(500, True)] * 3
    with pytest.raises(Unavailable):
        await shop.payments.remove_method(shop.caller)
    await shop.payments.remove_method(shop.caller)
    standing = await shop.standing()
    assert standing.account
    assert (standing.account.method_token, standing.account.brand, standing.account.last_four) == (None, "", "")
    assert standing.prompts == (Prompt.ADD_PAYMENT_METHOD,)
    methods = [each for each in shop.account.objects.values() if each["object"] == "payment_method"]
    assert [each["customer"] for each in methods] == [None]
    entries = await shop.house.entries("subscription.changed", "test")
    assert list(entries[-1].fields) == ["payment_method"]
    # What the processor tells of the card's beginning once more brings it back to nobody.
    await shop.deliver()
    after = (await shop.standing()).account
    assert after
    assert after.method_token is None


async def test_a_card_removed_while_an_invoice_was_made_is_not_charged_and_told_of(shop: Shop) -> None:
    await shop.subscribe(GOOD)
    await shop.payments.collect()
    standing = await shop.standing()
    assert standing.account
    account = standing.account
    shop.account.detach(shop.account.objects[account.method_token or ""])
    shop.house.clock.pass_by(days=31)
    async with shop.house.database.transaction(shop.caller) as tx:
        await shop.subscriptions.brought_up_to_date(tx, shop.caller.workspace_id)
    await shop.payments.collect()
    invoice = await shop.newest()
    assert (invoice.attempts, invoice.failure_code) == (1, "payment_method_not_attached")


async def test_events_repeated_late_and_in_the_wrong_order_mean_the_same(shop: Shop) -> None:
    await shop.enter_card(DECLINED, created=int(time.time()) - 60)
    await shop.enter_card(GOOD)
    shop.account.events.reverse()
    for _ in range(3):
        await shop.deliver(age=290)
    account = (await shop.standing()).account
    assert account
    assert account.last_four == "4242"


async def test_a_payment_whose_answer_was_lost_is_not_made_again(shop: Shop) -> None:
    await shop.subscribe(GOOD)
    shop.account.faults = [(200, True)] + [(500, True)] * 3
    await shop.payments.collect()
    assert (await shop.newest()).state is InvoiceState.OPEN
    # The processor has forgotten the key by now; the payment is found by what it was for.
    shop.account.answered.clear()
    await shop.payments.collect()
    assert ((await shop.newest()).state, shop.account.charged) == (InvoiceState.PAID, [75_00])


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_processor_that_does_not_answer_costs_no_attempt(shop: Shop, status: int) -> None:
    await shop.subscribe(GOOD)
    shop.account.faults = [(status, False)] * 3
    await shop.payments.collect()
    assert (await shop.newest()).attempts == 0
    shop.account.faults = [(status, False)] * 3
    with pytest.raises(Unavailable):
        await shop.payments.setup_page(shop.caller)
    shop.account.faults = []
    await shop.payments.collect()
    assert shop.account.charged == [75_00]


async def test_the_event_alone_settles_an_invoice(shop: Shop) -> None:
    await shop.subscribe(GOOD)
    shop.account.faults = [(200, True)] + [(500, True)] * 3
    await shop.payments.collect()
    await shop.deliver()
    assert (await shop.newest()).state is InvoiceState.PAID


async def test_what_is_not_signed_by_the_processor_is_not_taken(shop: Shop) -> None:
    await shop.enter_card(GOOD)
    payload, signature = shop.account.delivery(shop.account.events[-1])
    old = shop.account.delivery(shop.account.events[-1], age=301)
    forged = Account("whsec_other").delivery(shop.account.events[-1])
    for body, header in ((payload + b" ", signature), old, forged, (payload, ""), (payload, "t=1,v1=00"), (b"", "")):
        with pytest.raises(WebhookSignatureError):
            await shop.payments.receive(body, header)
    account = (await shop.standing()).account
    assert account
    assert account.method_token is None
