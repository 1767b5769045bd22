"""PracticeService over gRPC."""

from contactfollowup.identity.v1 import practice_pb2 as pb
from identity.practices.model import ADDRESS_PARTS, CHANGEABLE, Address, Practice, PracticeSize
from identity.practices.service import Practices
from kit import etag
from kit.caller import Caller

PRACTICE_SERVICE = pb.DESCRIPTOR.services_by_name["PracticeService"]
SIZES = {
    PracticeSize.UNTOLD: pb.PRACTICE_SIZE_UNSPECIFIED,
    PracticeSize.SOLO: pb.PRACTICE_SIZE_SOLO,
    PracticeSize.SMALL: pb.PRACTICE_SIZE_SMALL,
    PracticeSize.MEDIUM: pb.PRACTICE_SIZE_MEDIUM,
    PracticeSize.LARGE: pb.PRACTICE_SIZE_LARGE,
    PracticeSize.ENTERPRISE: pb.PRACTICE_SIZE_ENTERPRISE,
}
SIZES_BY_NUMBER = {number: size for size, number in SIZES.items()}


class PracticeServicer:
    def __init__(self, practices: Practices) -> None:
        self._practices = practices

    async def GetPractice(self, _: pb.GetPracticeRequest, caller: Caller) -> pb.GetPracticeResponse:
        return pb.GetPracticeResponse(practice=to_message(await self._practices.get(caller)))

    async def UpdatePractice(self, request: pb.UpdatePracticeRequest, caller: Caller) -> pb.UpdatePracticeResponse:
        wanted = request.practice
        paths = tuple(request.update_mask.paths) or present(wanted)
        expected = request.etag or wanted.etag
        practice = await self._practices.update(caller, to_practice(wanted), paths, expected)
        return pb.UpdatePracticeResponse(practice=to_message(practice))


def present(message: pb.Practice) -> tuple[str, ...]:
    return tuple(field.name for field, _ in message.ListFields() if field.name in CHANGEABLE)


def to_practice(message: pb.Practice) -> Practice:
    return Practice(
        name=message.name,
        size=SIZES_BY_NUMBER[message.size],
        address=Address(**{part: getattr(message.address, part) for part in ADDRESS_PARTS}),
        npi=message.npi,
        tax_id=message.tax_id,
    )


def to_message(practice: Practice) -> pb.Practice:
    return pb.Practice(
        name=practice.name,
        size=SIZES[practice.size],
        address=pb.PracticeAddress(**{part: getattr(practice.address, part) for part in ADDRESS_PARTS}),
        npi=practice.npi,
        tax_id=practice.tax_id,
        etag=etag.of(practice.version),
    )
