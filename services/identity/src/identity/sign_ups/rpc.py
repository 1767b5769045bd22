"""SignUpService over gRPC."""

from contactfollowup.identity.v1 import signup_pb2 as pb
from identity.sessions.model import Origin, Secret
from identity.sessions.rpc import session_message
from identity.sign_ups.service import SignUps
from kit.caller import Caller

SIGN_UP_SERVICE = pb.DESCRIPTOR.services_by_name["SignUpService"]


class SignUpServicer:
    def __init__(self, sign_ups: SignUps) -> None:
        self._sign_ups = sign_ups

    async def RequestSignUp(self, request: pb.RequestSignUpRequest, caller: Caller) -> pb.RequestSignUpResponse:
        await self._sign_ups.request(caller, request.email, request.password)
        return pb.RequestSignUpResponse()

    async def ConfirmSignUp(self, request: pb.ConfirmSignUpRequest, caller: Caller) -> pb.ConfirmSignUpResponse:
        origin = Origin(request.device_token, request.source_address, request.user_agent)
        opened = await self._sign_ups.confirm(caller, Secret(request.token), request.password, origin)
        return pb.ConfirmSignUpResponse(
            session=session_message(opened.signed_in, current=True),
            session_token=opened.session.token,
            device_token=opened.device.token,
        )
