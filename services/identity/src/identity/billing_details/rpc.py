"""BillingDetailsService over gRPC."""

from contactfollowup.identity.v1 import billing_details_pb2 as pb
from contactfollowup.identity.v1.practice_pb2 import PracticeAddress
from identity.billing_details.model import CHANGEABLE, BillingDetails
from identity.billing_details.service import Billed
from identity.practices.model import ADDRESS_PARTS, Address
from kit import etag
from kit.caller import Caller

BILLING_DETAILS_SERVICE = pb.DESCRIPTOR.services_by_name["BillingDetailsService"]
TEXTS = ("organisation", "contact_name", "contact_email")


class BillingDetailsServicer:
    def __init__(self, billed: Billed) -> None:
        self._billed = billed

    async def GetBillingDetails(self, _: pb.GetBillingDetailsRequest, caller: Caller) -> pb.GetBillingDetailsResponse:
        return pb.GetBillingDetailsResponse(billing_details=to_message(await self._billed.get(caller)))

    async def UpdateBillingDetails(
        self, request: pb.UpdateBillingDetailsRequest, caller: Caller
    ) -> pb.UpdateBillingDetailsResponse:
        wanted = request.billing_details
        present = tuple(field.name for field, _ in wanted.ListFields() if field.name in CHANGEABLE)
        paths, expected = tuple(request.update_mask.paths) or present, request.etag or wanted.etag
        details = await self._billed.update(caller, to_details(wanted), paths, expected)
        return pb.UpdateBillingDetailsResponse(billing_details=to_message(details))


def to_details(message: pb.BillingDetails) -> BillingDetails:
    address = Address(**{part: getattr(message.address, part) for part in ADDRESS_PARTS})
    return BillingDetails(**{name: getattr(message, name) for name in TEXTS}, address=address)


def to_message(details: BillingDetails) -> pb.BillingDetails:
    return pb.BillingDetails(
        **{name: getattr(details, name) for name in TEXTS},
        address=PracticeAddress(**{part: getattr(details.address, part) for part in ADDRESS_PARTS}),
        etag=etag.of(details.version),
    )
