"""The vendors the product works with. None has a BAA with a practice until the practice records one."""

from dataclasses import dataclass

from identity.subprocessors.catalogue import BUILT_IN as SUBPROCESSORS
from identity.vendors.model import Category

US = "US"


@dataclass(frozen=True, slots=True)
class KnownVendor:
    code: str
    name: str
    category: Category
    region: str
    touches_phi: bool = True


CATEGORIES = {
    "anthropic": Category.AI,
    "aws": Category.CLOUD,
    "azure": Category.CLOUD,
    "datadog": Category.MONITORING,
    "postmark": Category.EMAIL,
    "sendgrid": Category.EMAIL,
    "sentry": Category.MONITORING,
    "stripe": Category.PAYMENT,
    "twilio": Category.MESSAGING,
}

KNOWN = {
    each.code: each
    for each in (
        KnownVendor("athenahealth", "athenahealth", Category.EHR, US),
        KnownVendor("drchrono", "DrChrono", Category.EHR, US),
        KnownVendor("eclinicalworks", "eClinicalWorks", Category.EHR, US),
        KnownVendor("epic", "Epic", Category.EHR, US),
        KnownVendor("google-calendar", "Google Calendar", Category.SCHEDULING, US),
        KnownVendor("hint", "Hint Health", Category.EHR, US),
        KnownVendor("hubspot", "HubSpot", Category.CRM, US),
        KnownVendor("klara", "Klara", Category.MESSAGING, US),
        KnownVendor("microsoft-365", "Microsoft 365", Category.SCHEDULING, US),
        KnownVendor("nexhealth", "NexHealth", Category.SCHEDULING, US),
        KnownVendor("tebra", "Tebra", Category.SCHEDULING, US),
        *(
            KnownVendor(each.code, each.name, CATEGORIES[each.code], each.region, each.touches_phi)
            for each in SUBPROCESSORS.values()
        ),
    )
}
