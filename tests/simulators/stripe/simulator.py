"""Stripe, as far as its documentation describes what identity uses: customers, hosted card entry, payment intents.

The state is in `Account`; `application` answers as https://api.stripe.com would; `Account.deliveries` are the webhooks,
signed, for a test to send once, twice, late or in another order. Test card numbers are those of Stripe's documentation.
"""

import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response

Json = dict[str, Any]
GOOD = "4242424242424242"
DECLINED = "4000000000000341"
NO_FUNDS = "4000000000009995"
# What a charge of the card is declined with; saving it succeeds.
DECLINES = {DECLINED: "generic_decline", NO_FUNDS: "insufficient_funds"}


@dataclass
class Account:
    """One account of the processor."""

    webhook_secret: str
    objects: dict[str, Json] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    answered: dict[str, tuple[Json, int, Json]] = field(default_factory=dict)
    # Answers to give instead of acting, and whether to act all the same: the effect without the answer.
    faults: list[tuple[int, bool]] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)
    counter: Any = field(default_factory=lambda: itertools.count(1))

    def new(self, prefix: str, kind: str, **values: Any) -> Json:
        made = {"id": f"{prefix}_{next(self.counter)}", "object": kind, "created": int(time.time()), **values}
        self.objects[made["id"]] = made
        return made

    def enter_card(self, session_id: str, number: str, created: int | None = None) -> Json:
        """Somebody types a card on the hosted page: it is saved, and the event goes out."""
        session = self.objects[session_id]
        card = {"brand": "visa", "last4": number[-4:]}
        method = self.new("pm", "payment_method", type="card", card=card, customer=session["customer"])
        self.numbers[method["id"]] = number
        setup = self.new(
            "seti",
            "setup_intent",
            status="succeeded",
            customer=session["customer"],
            payment_method=method["id"],
            metadata=session["setup_metadata"],
        )
        setup["created"] = created or setup["created"]
        self.tell("setup_intent.succeeded", setup)
        return setup

    def confirm(self, intent: Json, method_id: str) -> tuple[int, Json]:
        if intent["status"] == "succeeded":
            return 400, error("invalid_request_error", "payment_intent_unexpected_state", payment_intent=intent)
        if self.objects[method_id]["customer"] != intent["customer"]:
            # One that was detached may not be used again.
            return 400, error("invalid_request_error", "payment_method_not_attached", payment_intent=intent)
        declined = DECLINES.get(self.numbers[method_id])
        if declined:
            failure = {"type": "card_error", "code": "card_declined", "decline_code": declined}
            intent |= {"status": "requires_payment_method", "last_payment_error": failure}
            self.tell("payment_intent.payment_failed", intent)
            return 402, {"error": {**failure, "message": "Declined.", "payment_intent": dict(intent)}}
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "last_payment_error": None}
        self.tell("payment_intent.succeeded", intent)
        return 200, intent

    def detach(self, method: Json | None) -> tuple[int, Json]:
        if method is None:
            return 404, error("invalid_request_error", "resource_missing")
        if method["customer"] is None:
            return 400, error("invalid_request_error", "payment_method_not_attached")
        method["customer"] = None
        self.tell("payment_method.detached", method)
        return 200, method

    def tell(self, kind: str, about: Json) -> None:
        made = self.new("evt", "event", type=kind, data={"object": json.loads(json.dumps(about))})
        self.events.append(made)

    def delivery(self, event: Json, age: int = 0) -> tuple[bytes, str]:
        """The body of a webhook and its `Stripe-Signature`, signed so many seconds ago."""
        payload = json.dumps(event, indent=2).encode()
        signed_at = int(time.time()) - age
        mac = hmac.new(self.webhook_secret.encode(), b"%d." % signed_at + payload, hashlib.sha256)
        return payload, f"t={signed_at},v1={mac.hexdigest()}"

    @property
    def charged(self) -> list[int]:
        """Every amount that was really taken."""
        return [
            each["amount_received"]
            for each in self.objects.values()
            if each.get("status") == "succeeded" and "amount" in each
        ]


def application(account: Account) -> FastAPI:
    app = FastAPI()

    @app.api_route("/v1/{path:path}", methods=["GET", "POST"])
    async def answer(path: str, request: Request) -> Response:
        account.versions.add(request.headers.get("stripe-version", ""))
        given = nested(await request.body())
        key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
        fault = account.faults.pop(0) if account.faults else None
        if fault and not fault[1]:
            return answered(fault[0], error("api_error", "rate_limit" if fault[0] == 429 else "down"))
        if key in account.answered:
            before, status, body = account.answered[key]
            if before != given:
                return answered(400, error("idempotency_error", "idempotency_key_in_use"))
            return answered(fault[0] if fault else status, body, {"idempotent-replayed": "true"})
        status, body = act(account, request, path, given)
        if key:
            account.answered[key] = (given, status, json.loads(json.dumps(body)))
        return answered(fault[0] if fault else status, body)

    return app


def act(account: Account, request: Request, path: str, given: Json) -> tuple[int, Json]:
    match request.method, *path.split("/"):
        case "POST", "customers":
            return 200, account.new("cus", "customer", metadata=given.get("metadata", {}))
        case "POST", "checkout", "sessions":
            asked = given.get("setup_intent_data", {}).get("metadata", {})
            session = account.new("cs", "checkout.session", customer=given["customer"], setup_metadata=asked)
            session["url"] = f"https://checkout.stripe.com/c/pay/{session['id']}"
            return 200, session
        case "POST", "payment_intents":
            intent = account.new(
                "pi",
                "payment_intent",
                amount=int(given["amount"]),
                amount_received=0,
                currency=given["currency"],
                customer=given["customer"],
                metadata=given.get("metadata", {}),
                status="requires_confirmation",
                last_payment_error=None,
            )
            return account.confirm(intent, given["payment_method"])
        case "POST", "payment_intents", intent_id, "confirm":
            return account.confirm(account.objects[intent_id], given["payment_method"])
        case "POST", "payment_methods", method_id, "detach":
            return account.detach(account.objects.get(method_id))
        case "GET", "payment_intents":
            of_customer = request.query_params["customer"]
            found = [each for each in account.objects.values() if each["object"] == "payment_intent"]
            listed = [each for each in found if each["customer"] == of_customer]
            return 200, {"object": "list", "data": listed, "has_more": False, "url": "/v1/payment_intents"}
        case "GET", "setup_intents", setup_id:
            setup = account.objects[setup_id]
            return 200, {**setup, "payment_method": account.objects[setup["payment_method"]]}
        case "GET", _, object_id if object_id in account.objects:
            return 200, account.objects[object_id]
    return 404, error("invalid_request_error", "resource_missing")


def answered(status: int, body: Json, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, headers, "application/json")


def error(kind: str, code: str, **more: Any) -> Json:
    return {"error": {"type": kind, "code": code, "message": code, **more}}


def nested(form: bytes) -> Json:
    """`metadata[a]=1` as `{"metadata": {"a": "1"}}`."""
    found: Json = {}
    for name, value in parse_qsl(form.decode()):
        *outer, last = name.replace("]", "").split("[")
        place = found
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = value
    return found
