"""MeService over gRPC."""

from contactfollowup.identity.v1 import me_pb2 as pb
from identity.policies.model import Acceptance, PolicyStatus
from identity.profiles.service import CHANGEABLE, Profile, Profiles
from kit import etag
from kit.caller import Caller

ME_SERVICE = pb.DESCRIPTOR.services_by_name["MeService"]


class MeServicer:
    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    async def GetMe(self, _: pb.GetMeRequest, caller: Caller) -> pb.GetMeResponse:
        return pb.GetMeResponse(me=to_message(await self._profiles.get(caller)))

    async def UpdateMe(self, request: pb.UpdateMeRequest, caller: Caller) -> pb.UpdateMeResponse:
        me = request.me
        paths = list(request.update_mask.paths) or [name for name in CHANGEABLE if getattr(me, name)]
        wanted = {path: getattr(me, path) if path in CHANGEABLE else "" for path in paths}
        profile = await self._profiles.update(caller, wanted, request.etag or me.etag)
        return pb.UpdateMeResponse(me=to_message(profile))

    async def CreatePolicyAcceptance(
        self, request: pb.CreatePolicyAcceptanceRequest, caller: Caller
    ) -> pb.CreatePolicyAcceptanceResponse:
        acceptance = await self._profiles.accept_policies(caller, request.version)
        return pb.CreatePolicyAcceptanceResponse(acceptance=acceptance_message(acceptance))


def to_message(profile: Profile) -> pb.Me:
    user = profile.user
    return pb.Me(
        user_id=str(user.user_id),
        email=user.email,
        display_name=user.display_name,
        phone=user.phone,
        job_title=user.job_title,
        role=user.role,
        create_time=user.create_time,
        policy=policy_message(profile.policy),
        etag=etag.of(user.version),
    )


def policy_message(status: PolicyStatus) -> pb.PolicyStatus:
    accepted = status.accepted
    return pb.PolicyStatus(
        current_version=status.current_version,
        accepted_version=accepted.version if accepted else "",
        accept_time=accepted.accept_time if accepted else None,
    )


def acceptance_message(acceptance: Acceptance) -> pb.PolicyAcceptance:
    return pb.PolicyAcceptance(version=acceptance.version, accept_time=acceptance.accept_time, source=acceptance.source)
