"""PasswordService over gRPC."""

from contactfollowup.identity.v1 import me_pb2 as pb
from identity.passwords.resets import PasswordResets
from identity.passwords.service import Passwords
from identity.sessions.model import Secret
from kit.caller import Caller

PASSWORD_SERVICE = pb.DESCRIPTOR.services_by_name["PasswordService"]


class PasswordServicer:
    def __init__(self, passwords: Passwords, resets: PasswordResets) -> None:
        self._passwords = passwords
        self._resets = resets

    async def ChangePassword(self, request: pb.ChangePasswordRequest, caller: Caller) -> pb.ChangePasswordResponse:
        await self._passwords.change(caller, request.current_password, request.new_password)
        return pb.ChangePasswordResponse()

    async def RequestPasswordReset(
        self, request: pb.RequestPasswordResetRequest, caller: Caller
    ) -> pb.RequestPasswordResetResponse:
        await self._resets.request(caller, request.email)
        return pb.RequestPasswordResetResponse()

    async def ConfirmPasswordReset(
        self, request: pb.ConfirmPasswordResetRequest, caller: Caller
    ) -> pb.ConfirmPasswordResetResponse:
        await self._resets.confirm(caller, Secret(request.token), request.new_password)
        return pb.ConfirmPasswordResetResponse()
