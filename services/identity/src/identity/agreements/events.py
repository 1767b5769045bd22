"""What identity tells the suite about agreements: ids and codes."""

from uuid import UUID

from contactfollowup.identity.v1.events_pb2 import BaaSigned, VendorAgreementChanged

BAA_SIGNED = "cfu.identity.v1.baa.signed"
VENDOR_AGREEMENT_CHANGED = "cfu.identity.v1.vendor_agreement.changed"


def baa_signed(signature_id: UUID, document_version: str) -> BaaSigned:
    return BaaSigned(signature_id=str(signature_id), document_version=document_version)


def vendor_agreement_changed(vendor: str = "") -> VendorAgreementChanged:
    """Of one vendor, or of all when none is named."""
    return VendorAgreementChanged(vendor=vendor)
