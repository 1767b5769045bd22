"""Everything that has to do with money."""

from dataclasses import dataclass

from identity.billing_details.rpc import BILLING_DETAILS_SERVICE, BillingDetailsServicer
from identity.billing_details.service import Billed
from identity.billing_details.store import BillingDetailsStore
from identity.dunning.service import Dunning
from identity.invoices.rpc import INVOICE_SERVICE, InvoiceServicer
from identity.invoices.service import Invoices
from identity.payments.manual import ManualProvider
from identity.payments.rpc import PAYMENT_SERVICE, PaymentServicer
from identity.payments.service import Payments
from identity.ports import Entitled, PaymentProvider
from identity.settings import Settings
from identity.subprocessors.circulars import Circulars
from identity.subscriptions.entitlements import ContactLimits
from identity.subscriptions.entitling import Entitling
from identity.subscriptions.pricing import Prices
from identity.subscriptions.renewal import Renewal
from identity.subscriptions.rpc import SUBSCRIPTION_SERVICE, SubscriptionServicer
from identity.subscriptions.service import Subscriptions
from identity.workspaces.store import WorkspaceKeys
from kit.clock import Clock
from kit.db import Database
from kit.paging import Pages
from kit.server import Server


@dataclass(frozen=True)
class Billing:
    invoices: Invoices
    payments: Payments
    billed: Billed
    subscriptions: Subscriptions
    renewal: Renewal

    def entitling(self, db: Database, *others: Entitled) -> Entitling:
        return Entitling(db=db, subscriptions=self.subscriptions, others=others)

    def serve(self, server: Server, entitling: Entitling) -> None:
        server.add(SUBSCRIPTION_SERVICE, SubscriptionServicer(self.subscriptions, entitling))
        server.add(INVOICE_SERVICE, InvoiceServicer(self.invoices))
        server.add(PAYMENT_SERVICE, PaymentServicer(self.payments))
        server.add(BILLING_DETAILS_SERVICE, BillingDetailsServicer(self.billed))


def billing(settings: Settings, db: Database, clock: Clock, *, circulars: Circulars, keys: WorkspaceKeys) -> Billing:
    provider = payment_provider(settings)
    invoices = Invoices(db=db, pages=Pages(settings.page_key), clock=clock, charged=provider.charges)
    payments = Payments(db=db, provider=provider, invoices=invoices, clock=clock)
    limits = ContactLimits(settings.starter_contact_limit, settings.pro_contact_limit)
    prices = Prices(starter_seat=settings.starter_seat_cents)
    subscriptions = Subscriptions(
        db=db, invoices=invoices, payments=payments, prices=prices, limits=limits, clock=clock
    )
    billed = Billed(db=db, store=BillingDetailsStore(keys))
    dunning = Dunning(db=db, invoices=invoices, billed=billed, circulars=circulars, clock=clock)
    renewal = Renewal(db=db, subscriptions=subscriptions, payments=payments, dunning=dunning, clock=clock)
    return Billing(invoices, payments, billed, subscriptions, renewal)


def payment_provider(settings: Settings) -> PaymentProvider:
    if settings.payment_provider == "manual":
        return ManualProvider()
    # Its library takes 30 MB, which only those who use it should pay for.
    from identity.payments.stripe_provider import StripeProvider  # noqa: PLC0415

    return StripeProvider(
        secret_key=settings.stripe_secret_key,
        webhook_secret=settings.stripe_webhook_secret,
        api_address=settings.stripe_api_base,
        return_address=f"{settings.public_url}/app/settings/subscription",
    )
