"""Stripe: one payment intent an invoice, so that however often it is tried it can be paid once only."""

from collections.abc import Awaitable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import stripe
from stripe import PaymentIntent, SetupIntent, StripeClient

from identity.errors import WebhookSignatureError
from identity.ports import Charge, ChargeState, MethodNews, Notice, Order, PaymentNews
from kit.errors import Unavailable
from kit.log import get_logger

# Pinned: Stripe answers, and sends events, as this version describes whatever the account is set to.
API_VERSION = "2026-10-28.endive"
TOLERANCE_SECONDS = 300
RETRIES = 2
TIMEOUT_SECONDS = 8.0
LISTED = 100
CURRENCY = "usd"
WORKSPACE, INVOICE = "workspace_id", "invoice_id"
# The names of events whose object is a payment or a saved card; the object is asked for again in any case.
PAYMENT_EVENTS = frozenset({"payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.processing"})
METHOD_EVENTS = frozenset({"setup_intent.succeeded"})
# A card that is declined, or that is no longer there to be charged.
REFUSALS = (stripe.CardError, stripe.InvalidRequestError)
T = TypeVar("T")

log = get_logger()


class StripeProvider:
    charges = True

    def __init__(self, *, secret_key: str, webhook_secret: str, api_address: str, return_address: str) -> None:
        stripe.enable_telemetry = False
        self._http = stripe.HTTPXClient(timeout=TIMEOUT_SECONDS)
        self._client = StripeClient(
            secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": api_address} if api_address else None,
            max_network_retries=RETRIES,
            http_client=self._http,
        )
        self._webhook_secret = webhook_secret
        self._return_address = return_address

    async def close(self) -> None:
        """Closes the connections to Stripe."""
        await self._http.close_async()  # type: ignore[no-untyped-call]

    async def create_customer(self, workspace_id: UUID) -> str:
        customer = await asked(
            self._client.v1.customers.create_async(
                {"metadata": {WORKSPACE: str(workspace_id)}}, {"idempotency_key": f"customer-{workspace_id}"}
            )
        )
        return customer.id

    async def setup_page(self, workspace_id: UUID, customer_token: str) -> str:
        session = await asked(
            self._client.v1.checkout.sessions.create_async(
                {
                    "mode": "setup",
                    "currency": CURRENCY,
                    "customer": customer_token,
                    "success_url": self._return_address,
                    "cancel_url": self._return_address,
                    "setup_intent_data": {"metadata": {WORKSPACE: str(workspace_id)}},
                }
            )
        )
        return session.url or ""

    async def detach(self, method_token: str) -> None:
        # Refused for a card that is attached no more, or that the processor does not know: it is gone either way.
        with suppress(stripe.InvalidRequestError):
            await asked(self._client.v1.payment_methods.detach_async(method_token))

    async def charge(self, order: Order) -> Charge:
        """Picks up the invoice's payment intent where an earlier attempt left it, or makes it."""
        try:
            return outcome(await asked(self._attempt(order)))
        except REFUSALS as refusal:
            # The attempt is over, and the intent waits for another card or another day.
            intent = refusal.error.payment_intent if refusal.error else None
            return Charge(ChargeState.FAILED, intent.id if intent else order.reference, code_of(refusal))

    def read(self, payload: bytes, signature: str) -> Notice:
        try:
            event = stripe.Webhook.construct_event(payload, signature, self._webhook_secret, TOLERANCE_SECONDS)
            return Notice(event.id, event.type, str(event.data.object["id"]))
        except (stripe.SignatureVerificationError, ValueError, KeyError, AttributeError):
            raise WebhookSignatureError from None

    async def fetch(self, notice: Notice) -> PaymentNews | MethodNews | None:
        if notice.kind in PAYMENT_EVENTS:
            intent = await asked(self._client.v1.payment_intents.retrieve_async(notice.object_id))
            return payment_news(intent)
        if notice.kind in METHOD_EVENTS:
            setup = await asked(
                self._client.v1.setup_intents.retrieve_async(notice.object_id, {"expand": ["payment_method"]})
            )
            return method_news(setup)
        return None

    async def _attempt(self, order: Order) -> PaymentIntent:
        key = f"invoice-{order.invoice_id}-{order.attempt}"
        known = await self._known(order)
        intents = self._client.v1.payment_intents
        if known is None:
            return await intents.create_async(
                {
                    "amount": order.cents,
                    "currency": CURRENCY,
                    "customer": order.customer_token,
                    "payment_method": order.method_token,
                    "off_session": True,
                    "confirm": True,
                    "metadata": {WORKSPACE: str(order.workspace_id), INVOICE: str(order.invoice_id)},
                },
                {"idempotency_key": key},
            )
        if known.status in {"succeeded", "processing"}:
            return known
        return await intents.confirm_async(
            known.id, {"payment_method": order.method_token, "off_session": True}, {"idempotency_key": key}
        )

    async def _known(self, order: Order) -> PaymentIntent | None:
        """The intent of an earlier attempt, even of one whose answer never arrived and whose key Stripe forgot."""
        intents = self._client.v1.payment_intents
        if order.reference:
            return await intents.retrieve_async(order.reference)
        listed = await intents.list_async({"customer": order.customer_token, "limit": LISTED})
        async for intent in listed.auto_paging_iter():
            if metadata(intent).get(INVOICE) == str(order.invoice_id):
                return intent
        return None


async def asked(call: Awaitable[T]) -> T:
    """The answer. What Stripe cannot answer now is tried again later; what it refuses is raised as it is."""
    try:
        return await call
    except REFUSALS:
        raise
    except stripe.StripeError as failure:
        log.warning("payment.unavailable", error=type(failure).__name__)
        raise Unavailable("The payment processor does not answer. Try again later.") from None


def outcome(intent: PaymentIntent) -> Charge:
    match intent.status:
        case "succeeded":
            return Charge(ChargeState.SUCCEEDED, intent.id)
        case "processing":
            return Charge(ChargeState.PROCESSING, intent.id)
    failure = intent.last_payment_error
    code = (getattr(failure, "decline_code", None) or getattr(failure, "code", None)) if failure else None
    return Charge(ChargeState.FAILED, intent.id, code or intent.status)


def code_of(refusal: stripe.StripeError) -> str:
    declined = getattr(refusal.error, "decline_code", None) if refusal.error else None
    return declined or refusal.code or "refused"


def payment_news(intent: PaymentIntent) -> PaymentNews | None:
    """None for a payment that is of no invoice of ours."""
    found = metadata(intent)
    if INVOICE not in found or WORKSPACE not in found or intent.currency != CURRENCY:
        return None
    return PaymentNews(UUID(found[WORKSPACE]), UUID(found[INVOICE]), intent.amount_received, outcome(intent))


def method_news(setup: SetupIntent) -> MethodNews | None:
    found, method = metadata(setup), setup.payment_method
    card = getattr(method, "card", None)
    if setup.status != "succeeded" or WORKSPACE not in found or method is None or card is None:
        return None
    customer = setup.customer if isinstance(setup.customer, str) else getattr(setup.customer, "id", "")
    return MethodNews(
        workspace_id=UUID(found[WORKSPACE]),
        customer_token=customer,
        method_token=method if isinstance(method, str) else method.id,
        brand=card.brand,
        last_four=card.last4 or "",
        set_time=datetime.fromtimestamp(setup.created, UTC),
    )


def metadata(found: Any) -> dict[str, str]:
    kept = found.metadata
    return kept.to_dict() if isinstance(kept, stripe.StripeObject) else dict(kept or {})
