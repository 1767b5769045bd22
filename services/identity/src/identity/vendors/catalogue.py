"""The vendors the product works with. None has a BAA until the practice records one, nor a region we vouch for."""

from dataclasses import dataclass

from identity.subprocessors.catalogue import BUILT_IN as SUBPROCESSORS
from identity.vendors.model import Category


@dataclass(frozen=True, slots=True)
class KnownVendor:
    code: str
    name: str
    category: Category
    region: str = ""
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
        KnownVendor("athenahealth", "athenahealth", Category.EHR),
        KnownVendor("drchrono", "DrChrono", Category.EHR),
        KnownVendor("eclinicalworks", "eClinicalWorks", Category.EHR),
        KnownVendor("epic", "Epic", Category.EHR),
        KnownVendor("google-calendar", "Google Calendar", Category.SCHEDULING),
        KnownVendor("hint", "Hint Health", Category.EHR),
        KnownVendor("hubspot", "HubSpot", Category.CRM),
        KnownVendor("klara", "Klara", Category.MESSAGING),
        KnownVendor("microsoft-365", "Microsoft 365", Category.SCHEDULING),
        KnownVendor("nexhealth", "NexHealth", Category.SCHEDULING),
        KnownVendor("tebra", "Tebra", Category.SCHEDULING),
        *(
            KnownVendor(each.code, each.name, CATEGORIES[each.code], each.region, each.touches_phi)
            for each in SUBPROCESSORS.values()
        ),
    )
}
