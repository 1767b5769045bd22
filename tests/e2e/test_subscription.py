"""Subscriptions through the edge: shown, calculated, changed, billed; and what a webhook of a stranger may do."""

from typing import Any

import pytest
from running_suite import RunningSuite


@pytest.fixture(scope="module")
def practice(suite: RunningSuite) -> str:
    """The cookie of an administrator of the production workspace."""
    return suite.sign_in_as("ADMIN", "production")


def billed(suite: RunningSuite, cookie: str) -> list[dict[str, Any]]:
    answer = suite.call("GET", "/api/v1/invoices", cookie=cookie)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.json["invoices"]
    return found


def test_a_sandbox_follows_its_deployment(suite: RunningSuite) -> None:
    found = suite.call("GET", "/api/v1/subscription").json
    assert (found["state"], found["plan"]) == ("SUBSCRIPTION_STATE_FOLLOWING", "PLAN_ENTERPRISE")
    entitled = suite.call("GET", "/api/v1/entitlements").json
    assert {"phi", "teams", "unlimited_contacts"} <= set(entitled["features"])
    refused = suite.call("POST", "/api/v1/subscription:change", {"plan": "PLAN_PRO"})
    assert refused.json["reason"] == "SUBSCRIPTION_FOLLOWS"


def test_a_preview_shows_its_arithmetic(suite: RunningSuite, practice: str) -> None:
    asked = {"plan": "PLAN_ENTERPRISE", "billingPeriod": "BILLING_PERIOD_ANNUAL", "seats": 10}
    found = suite.call("POST", "/api/v1/subscription:preview", asked, cookie=practice).json
    seats = next(line for line in found["renewalLines"] if line["quantity"] == 10)
    assert seats["arithmetic"] == ("10 x $75.00 x 12 months = $9,000.00; - 20 % annual billing $1,800.00 = $7,200.00")
    assert found["renewalTotalCents"] == 7_200_00 + 5_400_00
    assert found["totalCents"] == sum(line["amountCents"] for line in found["lines"])


def test_more_is_billed_at_once_and_less_waits_for_renewal(suite: RunningSuite, practice: str) -> None:
    suite.wait_until(lambda: bool(billed(suite, practice)), seconds=60)
    before = len(billed(suite, practice))
    asked = {"plan": "PLAN_ENTERPRISE", "addOns": ["ADD_ON_MARKETING"]}
    changed = suite.call("POST", "/api/v1/subscription:change", asked, cookie=practice)
    assert changed.status == 200, changed.body
    invoice = changed.json["invoice"]
    assert 445_00 in [line["amountCents"] for line in invoice["lines"]]
    shown = suite.call("GET", f"/api/v1/invoices/{invoice['invoiceId']}", cookie=practice).json
    assert shown["lines"] == invoice["lines"]
    assert len(billed(suite, practice)) == before + 1
    less = suite.call("POST", "/api/v1/subscription:change", {"plan": "PLAN_PRO"}, cookie=practice).json
    assert less["subscription"]["plan"] == "PLAN_ENTERPRISE"
    assert less["subscription"]["pending"]["plan"] == "PLAN_PRO"
    assert not less.get("invoice")


def test_who_may_not_write_does_not_subscribe(suite: RunningSuite) -> None:
    cookie = suite.sign_in_as("STAFF")
    for method, path, body in (
        ("GET", "/api/v1/subscription", None),
        ("GET", "/api/v1/invoices", None),
        ("POST", "/api/v1/subscription:change", {"plan": "PLAN_PRO"}),
    ):
        assert suite.call(method, path, body, cookie=cookie).json["reason"] == "PERMISSION_MISSING"


def test_an_event_that_stripe_did_not_sign_is_refused(suite: RunningSuite) -> None:
    event = {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1"}}}
    answer = suite.call("POST", "/api/v1/billing/stripe-webhook", event, cookie="")
    assert (answer.status, answer.json["reason"]) == (400, "WEBHOOK_SIGNATURE_INVALID")
