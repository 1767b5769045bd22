"""`POST /api/v1/billing/stripe-webhook`: written by hand because the signature is over the bytes as they came."""

from contactfollowup.identity.v1.payments_pb2 import ReceiveStripeEventRequest
from gateway.body import read_body
from gateway.clients import Peer, call
from gateway.exchange import JSON, Answer, Exchange
from gateway.sessions.authentication import anonymous

RECEIVE_STRIPE_EVENT = "contactfollowup.identity.v1.PaymentService/ReceiveStripeEvent"
LARGEST_EVENT = 256 * 1024


class StripeWebhook:
    """Hands an event on. Who sent it is told by its signature, and only identity can tell."""

    def __init__(self, identity: Peer) -> None:
        self._identity = identity

    async def __call__(self, exchange: Exchange) -> Answer:
        payload = await read_body(exchange, LARGEST_EVENT)
        request = ReceiveStripeEventRequest(payload=payload, signature=exchange.header(b"stripe-signature"))
        await call(self._identity, RECEIVE_STRIPE_EVENT, request, anonymous(exchange))
        return Answer(200, [(b"content-type", JSON)], b"{}")
