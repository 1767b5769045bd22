"""What a plan entitles to. The names are those that contracts ask for by `feature`."""

from collections.abc import Mapping
from dataclasses import dataclass

from identity.ports import Entitlement
from identity.subscriptions.model import AddOn, Plan, Terms

PRO_FEATURES = frozenset({"sso"})
ENTERPRISE_FEATURES = PRO_FEATURES | {
    "advanced_scoring",
    "custom_objects",
    "ehr",
    "field_permissions",
    "service_accounts",
    "teams",
    "unlimited_contacts",
}
FEATURES: Mapping[Plan, frozenset[str]] = {
    Plan.STARTER: frozenset(),
    Plan.PRO: PRO_FEATURES,
    Plan.ENTERPRISE: ENTERPRISE_FEATURES,
}
ADD_ON_FEATURES: Mapping[AddOn, str] = {AddOn.MARKETING: "marketing"}


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """How many contacts the smaller plans hold; set by the operator."""

    starter: int
    pro: int


@dataclass(frozen=True, slots=True)
class Entitlements(Entitlement):
    """With the plan that decides them."""

    plan: Plan


NOTHING = Entitlements(frozenset(), 0, Plan.STARTER)


def features_of(terms: Terms) -> frozenset[str]:
    bought = frozenset(ADD_ON_FEATURES[add_on] for add_on in terms.add_ons)
    return FEATURES[terms.plan] | bought


def contact_limit_of(plan: Plan, limits: ContactLimits) -> int | None:
    match plan:
        case Plan.STARTER:
            return limits.starter
        case Plan.PRO:
            return limits.pro
    return None
