"""VendorService over gRPC."""

from datetime import date
from uuid import UUID

from contactfollowup.identity.v1 import vendors_pb2 as pb
from identity.vendors.catalogue import KNOWN
from identity.vendors.model import BaaState, Category, Details, Standing, Vendor, standing
from identity.vendors.service import Vendors
from kit import etag
from kit.caller import Caller
from kit.clock import Clock
from kit.errors import InvalidInput

VENDOR_SERVICE = pb.DESCRIPTOR.services_by_name["VendorService"]
FIELDS = frozenset(Details.__dataclass_fields__)
SET_BY_SERVER = frozenset({"vendor_id", "standing", "built_in", "update_time", "etag"})


CATEGORIES = {each: getattr(pb, f"VENDOR_CATEGORY_{each}") for each in Category}
BAA_STATES = {each: getattr(pb, f"VENDOR_BAA_STATE_{each}") for each in BaaState}
STANDINGS = {each: getattr(pb, f"VENDOR_STANDING_{each}") for each in Standing}
CATEGORY_OF = {value: each for each, value in CATEGORIES.items()}
BAA_STATE_OF = {value: each for each, value in BAA_STATES.items()}


class VendorServicer:
    def __init__(self, vendors: Vendors, clock: Clock) -> None:
        self._vendors = vendors
        self._clock = clock

    async def ListVendors(self, _: pb.ListVendorsRequest, caller: Caller) -> pb.ListVendorsResponse:
        return pb.ListVendorsResponse(vendors=map(self._message, await self._vendors.list(caller)))

    async def GetVendor(self, request: pb.GetVendorRequest, caller: Caller) -> pb.GetVendorResponse:
        vendor = await self._vendors.get(caller, UUID(request.vendor_id))
        return pb.GetVendorResponse(vendor=self._message(vendor))

    async def CreateVendor(self, request: pb.CreateVendorRequest, caller: Caller) -> pb.CreateVendorResponse:
        if not request.vendor.code:
            raise InvalidInput("A vendor has a code: a short name in lower case.", field="vendor.code")
        details = to_details(request.vendor)
        vendor = await self._vendors.create(caller, request.vendor.code, details, request.request_id)
        return pb.CreateVendorResponse(vendor=self._message(vendor))

    async def UpdateVendor(self, request: pb.UpdateVendorRequest, caller: Caller) -> pb.UpdateVendorResponse:
        message = request.vendor
        paths = list(request.update_mask.paths) or [field.name for field, _ in message.ListFields()]
        vendor = await self._vendors.update(
            caller, UUID(request.vendor_id), to_details(message), changeable(paths), request.etag or message.etag
        )
        return pb.UpdateVendorResponse(vendor=self._message(vendor))

    async def DeleteVendor(self, request: pb.DeleteVendorRequest, caller: Caller) -> pb.DeleteVendorResponse:
        await self._vendors.delete(caller, UUID(request.vendor_id))
        return pb.DeleteVendorResponse()

    async def CheckVendor(self, request: pb.CheckVendorRequest, _: Caller) -> pb.CheckVendorResponse:
        check = await self._vendors.check(request.vendor, UUID(request.workspace_id))
        return pb.CheckVendorResponse(
            phi_allowed=check.standing is Standing.ACTIVE,
            standing=STANDINGS[check.standing],
            cache_until_time=check.cache_until_time,
        )

    def _message(self, vendor: Vendor) -> pb.Vendor:
        details = vendor.details
        return pb.Vendor(
            vendor_id=str(vendor.vendor_id),
            code=vendor.code,
            name=details.name,
            category=CATEGORIES[details.category],
            region=details.region,
            touches_phi=details.touches_phi,
            baa_state=BAA_STATES[details.baa_state],
            effective_date=written(details.effective_date),
            expire_date=written(details.expire_date),
            document_reference=details.document_reference,
            standing=STANDINGS[standing(details, self._clock.now().date())],
            built_in=vendor.code in KNOWN,
            update_time=vendor.update_time,
            etag=etag.of(vendor.version),
        )


def changeable(paths: list[str]) -> list[str]:
    """The fields to change; what only the server sets is passed over. The code stands for ever."""
    wanted = [path for path in paths if path not in SET_BY_SERVER]
    for path in wanted:
        if path not in FIELDS:
            raise InvalidInput("This field cannot be changed. Leave it out.", field=f"vendor.{path}")
    return wanted


def to_details(message: pb.Vendor) -> Details:
    """What the message says; rules are checked by the use case."""
    return Details(
        name=message.name,
        category=CATEGORY_OF.get(message.category, Category.OTHER),
        region=message.region,
        touches_phi=message.touches_phi,
        baa_state=BAA_STATE_OF.get(message.baa_state, BaaState.NONE),
        effective_date=read_date(message.effective_date, "vendor.effective_date"),
        expire_date=read_date(message.expire_date, "vendor.expire_date"),
        document_reference=message.document_reference,
    )


def read_date(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput("There is no such day.", field=field) from None


def written(day: date | None) -> str:
    return day.isoformat() if day else ""
