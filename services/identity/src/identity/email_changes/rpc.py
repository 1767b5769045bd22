"""EmailService over gRPC."""

from contactfollowup.identity.v1 import me_pb2 as pb
from identity.email_changes.service import EmailChanges
from identity.sessions.model import Secret
from kit.caller import Caller

EMAIL_SERVICE = pb.DESCRIPTOR.services_by_name["EmailService"]


class EmailServicer:
    def __init__(self, changes: EmailChanges) -> None:
        self._changes = changes

    async def RequestEmailChange(
        self, request: pb.RequestEmailChangeRequest, caller: Caller
    ) -> pb.RequestEmailChangeResponse:
        await self._changes.request(caller, request.email)
        return pb.RequestEmailChangeResponse()

    async def ConfirmEmailChange(
        self, request: pb.ConfirmEmailChangeRequest, caller: Caller
    ) -> pb.ConfirmEmailChangeResponse:
        await self._changes.confirm(caller, Secret(request.token))
        return pb.ConfirmEmailChangeResponse()
