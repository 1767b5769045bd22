"""The route of `endpoints.py` in the OpenAPI document."""

from gateway.openapi.handwritten import Handwritten, json_content

PAYMENTS = (
    Handwritten(
        method="POST",
        path="/api/v1/billing/stripe-webhook",
        operation_id="receiveStripeEvent",
        tag="Payment",
        description=(
            "Takes an event of Stripe, signed in the header `Stripe-Signature` no more than five minutes ago. Each is"
            " taken once, in any order: what it is about is asked of Stripe again."
        ),
        access="public",
        parameters=(
            {
                "name": "Stripe-Signature",
                "in": "header",
                "required": True,
                "description": "Time and signature.",
                "schema": {"type": "string", "maxLength": 4096},
                "example": "t=1767225600,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd",
            },
        ),
        request=json_content(
            {"type": "object"}, {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}
        ),
        responses={
            "200": {
                "description": "The event was taken, now or before.",
                "content": json_content({"type": "object"}, {}),
            }
        },
        errors=(400, 403, 413, 415, 429, 500, 503, 504),
    ),
)
