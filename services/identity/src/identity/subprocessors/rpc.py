"""SubprocessorService over gRPC."""

from contactfollowup.identity.v1 import subprocessors_pb2 as pb
from identity.subprocessors.model import Subprocessor
from identity.subprocessors.service import Subprocessors
from kit.caller import Caller

SUBPROCESSOR_SERVICE = pb.DESCRIPTOR.services_by_name["SubprocessorService"]


class SubprocessorServicer:
    def __init__(self, subprocessors: Subprocessors) -> None:
        self._subprocessors = subprocessors

    async def ListSubprocessors(self, _: pb.ListSubprocessorsRequest, __: Caller) -> pb.ListSubprocessorsResponse:
        return pb.ListSubprocessorsResponse(subprocessors=map(to_message, await self._subprocessors.list()))


def to_message(subprocessor: Subprocessor) -> pb.Subprocessor:
    return pb.Subprocessor(
        code=subprocessor.code,
        name=subprocessor.name,
        purpose=subprocessor.purpose,
        region=subprocessor.region,
        touches_phi=subprocessor.touches_phi,
        baa=subprocessor.baa,
        announce_time=subprocessor.announce_time,
        effective_time=subprocessor.effective_time,
    )
