"""SubscriptionService over gRPC."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from contactfollowup.identity.v1 import payments_pb2
from contactfollowup.identity.v1 import subscriptions_pb2 as pb
from identity.dunning.model import read_only_time
from identity.invoices.model import CURRENCY, Invoice, total
from identity.invoices.rpc import invoice_message, line_message
from identity.subscriptions.entitlements import Entitlements
from identity.subscriptions.entitling import Entitling
from identity.subscriptions.model import AddOn, BillingPeriod, Plan, Prompt, State, Terms
from identity.subscriptions.service import Standing, Subscriptions, Wish
from kit import etag
from kit.caller import Caller, for_service

SUBSCRIPTION_SERVICE = pb.DESCRIPTOR.services_by_name["SubscriptionService"]
PLANS = {Plan.STARTER: pb.PLAN_STARTER, Plan.PRO: pb.PLAN_PRO, Plan.ENTERPRISE: pb.PLAN_ENTERPRISE}
PERIODS = {
    BillingPeriod.MONTHLY: pb.BILLING_PERIOD_MONTHLY,
    BillingPeriod.ANNUAL: pb.BILLING_PERIOD_ANNUAL,
}
ADD_ONS = {AddOn.MARKETING: pb.ADD_ON_MARKETING}
STATES = {
    State.TRIALING: pb.SUBSCRIPTION_STATE_TRIALING,
    State.TRIAL_ENDED: pb.SUBSCRIPTION_STATE_TRIAL_ENDED,
    State.ACTIVE: pb.SUBSCRIPTION_STATE_ACTIVE,
    State.PAST_DUE: pb.SUBSCRIPTION_STATE_PAST_DUE,
    State.READ_ONLY: pb.SUBSCRIPTION_STATE_READ_ONLY,
    State.FOLLOWING: pb.SUBSCRIPTION_STATE_FOLLOWING,
}
PROMPTS = {
    Prompt.TRIAL_ENDING: pb.SUBSCRIPTION_PROMPT_TRIAL_ENDING,
    Prompt.CHOOSE_PLAN: pb.SUBSCRIPTION_PROMPT_CHOOSE_PLAN,
    Prompt.ADD_PAYMENT_METHOD: pb.SUBSCRIPTION_PROMPT_ADD_PAYMENT_METHOD,
    Prompt.PAYMENT_FAILED: pb.SUBSCRIPTION_PROMPT_PAYMENT_FAILED,
    Prompt.PAST_DUE: pb.SUBSCRIPTION_PROMPT_PAST_DUE,
}
ASKED_PLANS = {number: plan for plan, number in PLANS.items()}
ASKED_PERIODS = {number: period for period, number in PERIODS.items()}
ASKED_ADD_ONS = {number: add_on for add_on, number in ADD_ONS.items()}


class SubscriptionServicer:
    def __init__(self, subscriptions: Subscriptions, entitling: Entitling) -> None:
        self._subscriptions = subscriptions
        self._entitling = entitling

    async def GetSubscription(self, _: pb.GetSubscriptionRequest, caller: Caller) -> pb.GetSubscriptionResponse:
        standing = await self._subscriptions.get(caller)
        return pb.GetSubscriptionResponse(subscription=subscription_message(standing))

    async def PreviewSubscription(
        self, request: pb.PreviewSubscriptionRequest, caller: Caller
    ) -> pb.PreviewSubscriptionResponse:
        preview = await self._subscriptions.preview(caller, wish(request), request.seats)
        decision = preview.decision
        return pb.PreviewSubscriptionResponse(
            at_once=terms_message(decision.at_once),
            at_renewal=terms_message(decision.at_renewal) if decision.at_renewal else None,
            seats=preview.seats,
            lines=map(line_message, preview.lines),
            total_cents=total(preview.lines),
            renewal_date=preview.renewal_date.isoformat() if preview.renewal_date else "",
            renewal_lines=map(line_message, preview.renewal),
            renewal_total_cents=total(preview.renewal),
            currency=CURRENCY,
            invoiced_at_once=preview.bills,
        )

    async def ChangeSubscription(
        self, request: pb.ChangeSubscriptionRequest, caller: Caller
    ) -> pb.ChangeSubscriptionResponse:
        standing, invoice = await self._subscriptions.change(caller, wish(request), request.etag)
        lines = await self._subscriptions.lines(caller, invoice.invoice_id) if invoice else []
        return pb.ChangeSubscriptionResponse(
            subscription=subscription_message(standing),
            invoice=invoice_message(invoice, lines) if invoice else None,
        )

    async def GetEntitlements(self, _: pb.GetEntitlementsRequest, caller: Caller) -> pb.GetEntitlementsResponse:
        found = await self._entitling.entitlements(caller)
        return pb.GetEntitlementsResponse(entitlements=entitlements_message(found))

    async def GetWorkspaceEntitlements(
        self, request: pb.GetWorkspaceEntitlementsRequest, caller: Caller
    ) -> pb.GetWorkspaceEntitlementsResponse:
        of_workspace = for_service(caller.actor_id, UUID(request.workspace_id), "")
        found = await self._entitling.entitlements(of_workspace)
        return pb.GetWorkspaceEntitlementsResponse(entitlements=entitlements_message(found))


def wish(request: pb.PreviewSubscriptionRequest | pb.ChangeSubscriptionRequest) -> Wish:
    return Wish(
        plan=ASKED_PLANS.get(request.plan),
        billing_period=ASKED_PERIODS.get(request.billing_period),
        add_ons=frozenset(ASKED_ADD_ONS[number] for number in request.add_ons),
    )


def subscription_message(standing: Standing) -> pb.Subscription:
    found, account = standing.subscription, standing.account
    cycle = found.cycle
    return pb.Subscription(
        workspace_id=str(found.workspace_id),
        state=STATES[standing.state],
        plan=PLANS[found.terms.plan],
        billing_period=PERIODS[found.terms.billing_period],
        add_ons=[ADD_ONS[add_on] for add_on in sorted(found.terms.add_ons)],
        pending=terms_message(cycle.pending) if cycle and cycle.pending else None,
        seats=standing.seats,
        mission_discount=found.mission_discount,
        trial_end_time=found.trial_end_time,
        term_start_date=cycle.term.start.isoformat() if cycle else "",
        term_end_date=cycle.term.end.isoformat() if cycle else "",
        waiting_lines=map(line_message, standing.waiting),
        waiting_cents=total(standing.waiting),
        payment_method=payments_pb2.PaymentMethod(brand=account.brand, last_four=account.last_four)
        if account and account.method_token
        else None,
        prompts=[PROMPTS[prompt] for prompt in standing.prompts],
        contact_limit=standing.contact_limit,
        etag=etag.of(found.version),
        dunning=dunning_message(standing.unpaid),
    )


def dunning_message(unpaid: Sequence[Invoice]) -> pb.Dunning | None:
    overdue = [invoice for invoice in unpaid if invoice.past_due]
    since = min((invoice.dunning_time for invoice in overdue if invoice.dunning_time), default=None)
    if since is None:
        return None
    return pb.Dunning(
        past_due_time=since,
        past_due_cents=sum(invoice.total_cents for invoice in overdue),
        next_attempt_time=earliest(invoice.next_attempt_time for invoice in overdue),
        next_letter_time=earliest(invoice.next_letter_time for invoice in overdue),
        read_only_time=read_only_time(since),
    )


def earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((time for time in times if time), default=None)


def terms_message(terms: Terms) -> pb.SubscriptionTerms:
    return pb.SubscriptionTerms(
        plan=PLANS[terms.plan],
        billing_period=PERIODS[terms.billing_period],
        add_ons=[ADD_ONS[add_on] for add_on in sorted(terms.add_ons)],
    )


def entitlements_message(found: Entitlements) -> pb.Entitlements:
    return pb.Entitlements(plan=PLANS[found.plan], features=sorted(found.features), contact_limit=found.contact_limit)
