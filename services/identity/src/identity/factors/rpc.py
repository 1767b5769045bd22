"""FactorService and FactorSignInService over gRPC."""

from uuid import UUID

from contactfollowup.identity.v1 import factors_pb2 as pb
from identity.factors import totp
from identity.factors.model import Factor, FactorKind, Given
from identity.factors.passkeys import Passkeys
from identity.factors.service import Factors
from identity.factors.sign_in import Answer, SecondFactorSignIns
from identity.factors.step_up import StepUps
from identity.sessions.model import Origin, Secret
from identity.sessions.rpc import session_message
from kit.caller import Caller

FACTOR_SERVICE = pb.DESCRIPTOR.services_by_name["FactorService"]
SIGN_IN_SERVICE = pb.DESCRIPTOR.services_by_name["FactorSignInService"]
KINDS = {FactorKind.TOTP: pb.FACTOR_KIND_TOTP, FactorKind.PASSKEY: pb.FACTOR_KIND_PASSKEY}


class FactorServicer:
    def __init__(self, factors: Factors, passkeys: Passkeys, step_ups: StepUps) -> None:
        self._factors = factors
        self._passkeys = passkeys
        self._step_ups = step_ups

    async def ListFactors(self, _: pb.ListFactorsRequest, caller: Caller) -> pb.ListFactorsResponse:
        found, left = await self._factors.held(caller)
        return pb.ListFactorsResponse(factors=map(to_message, found), recovery_codes_left=left)

    async def BeginTotp(self, _: pb.BeginTotpRequest, caller: Caller) -> pb.BeginTotpResponse:
        secret, uri = await self._factors.begin_totp(caller)
        return pb.BeginTotpResponse(secret=secret, otpauth_uri=uri, qr_svg=totp.qr_svg(uri))

    async def ConfirmTotp(self, request: pb.ConfirmTotpRequest, caller: Caller) -> pb.ConfirmTotpResponse:
        return pb.ConfirmTotpResponse(recovery_codes=await self._factors.confirm_totp(caller, request.code))

    async def DeleteTotp(self, _: pb.DeleteTotpRequest, caller: Caller) -> pb.DeleteTotpResponse:
        await self._factors.delete_totp(caller)
        return pb.DeleteTotpResponse()

    async def RegenerateRecoveryCodes(
        self, _: pb.RegenerateRecoveryCodesRequest, caller: Caller
    ) -> pb.RegenerateRecoveryCodesResponse:
        return pb.RegenerateRecoveryCodesResponse(recovery_codes=await self._factors.regenerate_codes(caller))

    async def BeginPasskey(self, _: pb.BeginPasskeyRequest, caller: Caller) -> pb.BeginPasskeyResponse:
        return pb.BeginPasskeyResponse(options_json=await self._passkeys.begin(caller))

    async def EnrolPasskey(self, request: pb.EnrolPasskeyRequest, caller: Caller) -> pb.EnrolPasskeyResponse:
        factor, codes = await self._passkeys.enrol(caller, request.credential_json, request.display_name)
        return pb.EnrolPasskeyResponse(factor=to_message(factor), recovery_codes=codes)

    async def DeletePasskey(self, request: pb.DeletePasskeyRequest, caller: Caller) -> pb.DeletePasskeyResponse:
        await self._passkeys.delete(caller, UUID(request.passkey_id))
        return pb.DeletePasskeyResponse()

    async def BeginStepUp(self, _: pb.BeginStepUpRequest, caller: Caller) -> pb.BeginStepUpResponse:
        return pb.BeginStepUpResponse(options_json=await self._step_ups.begin(caller))

    async def StepUp(self, request: pb.StepUpRequest, caller: Caller) -> pb.StepUpResponse:
        given = Given(request.code, request.credential_json)
        return pb.StepUpResponse(expire_time=await self._step_ups.prove(caller, request.password, given))

    async def ResetMfa(self, request: pb.ResetMfaRequest, caller: Caller) -> pb.ResetMfaResponse:
        await self._factors.reset(caller, UUID(request.user_id))
        return pb.ResetMfaResponse()


class FactorSignInServicer:
    def __init__(self, sign_ins: SecondFactorSignIns) -> None:
        self._sign_ins = sign_ins

    async def BeginPasskeySignIn(
        self, request: pb.BeginPasskeySignInRequest, _: Caller
    ) -> pb.BeginPasskeySignInResponse:
        challenge = Secret(request.challenge_id) if request.challenge_id else None
        return pb.BeginPasskeySignInResponse(options_json=await self._sign_ins.begin_passkey(challenge))

    async def AnswerMfaChallenge(
        self, request: pb.AnswerMfaChallengeRequest, caller: Caller
    ) -> pb.AnswerMfaChallengeResponse:
        given = Given(request.code, request.credential_json)
        opened = await self._sign_ins.answer(caller, Answer(Secret(request.challenge_id), given, origin_of(request)))
        return pb.AnswerMfaChallengeResponse(
            session=session_message(opened.signed_in, current=True),
            session_token=opened.session.token,
            device_token=opened.device.token,
        )

    async def CreatePasskeySession(
        self, request: pb.CreatePasskeySessionRequest, caller: Caller
    ) -> pb.CreatePasskeySessionResponse:
        opened = await self._sign_ins.open_by_passkey(caller, request.credential_json, origin_of(request))
        return pb.CreatePasskeySessionResponse(
            session=session_message(opened.signed_in, current=True),
            session_token=opened.session.token,
            device_token=opened.device.token,
        )


def origin_of(request: pb.AnswerMfaChallengeRequest | pb.CreatePasskeySessionRequest) -> Origin:
    return Origin(request.device_token, request.source_address, request.user_agent)


def to_message(factor: Factor) -> pb.Factor:
    return pb.Factor(
        factor_id=str(factor.factor_id),
        kind=KINDS[factor.kind],
        display_name=factor.display_name,
        create_time=factor.create_time,
        last_use_time=factor.last_use_time,
    )
