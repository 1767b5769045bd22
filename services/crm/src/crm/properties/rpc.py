"""contactfollowup.crm.v1.PropertyService."""

from uuid import UUID

from contactfollowup.crm.v1 import properties_pb2 as pb
from crm.properties.model import Property
from crm.properties.service import PropertyService
from kit.caller import Caller


class PropertyServicer:
    """Parses, calls, converts."""

    def __init__(self, service: PropertyService) -> None:
        self._service = service

    async def ListProperties(self, _: pb.ListPropertiesRequest, caller: Caller) -> pb.ListPropertiesResponse:
        known = await self._service.list(caller)
        return pb.ListPropertiesResponse(properties=[to_message(each) for each in known])

    async def UpdateProperty(self, request: pb.UpdatePropertyRequest, caller: Caller) -> pb.UpdatePropertyResponse:
        changed = await self._service.update(caller, UUID(request.property_id), phi=request.phi)
        return pb.UpdatePropertyResponse(property=to_message(changed))


def to_message(known: Property) -> pb.Property:
    return pb.Property(
        property_id=str(known.property_id), name=known.name, phi=known.phi, create_time=known.create_time
    )
