"""InvitationService over gRPC."""

from datetime import datetime
from uuid import UUID

from contactfollowup.identity.v1 import invitations_pb2 as pb
from identity.invitations.acceptance import Acceptances
from identity.invitations.model import Answer, Invitation, InvitationState
from identity.invitations.service import Invitations
from identity.sessions.model import Origin, Secret
from identity.sessions.rpc import session_message
from kit.caller import Caller
from kit.clock import Clock

INVITATION_SERVICE = pb.DESCRIPTOR.services_by_name["InvitationService"]
STATES = {
    InvitationState.PENDING: pb.INVITATION_STATE_PENDING,
    InvitationState.EXPIRED: pb.INVITATION_STATE_EXPIRED,
    InvitationState.ACCEPTED: pb.INVITATION_STATE_ACCEPTED,
    InvitationState.CANCELLED: pb.INVITATION_STATE_CANCELLED,
}


class InvitationServicer:
    def __init__(self, invitations: Invitations, acceptances: Acceptances, clock: Clock) -> None:
        self._invitations = invitations
        self._acceptances = acceptances
        self._clock = clock

    async def CreateInvitation(
        self, request: pb.CreateInvitationRequest, caller: Caller
    ) -> pb.CreateInvitationResponse:
        made = await self._invitations.create(caller, request.email, request.role)
        return pb.CreateInvitationResponse(invitation=to_message(made, self._clock.now()))

    async def ListInvitations(self, request: pb.ListInvitationsRequest, caller: Caller) -> pb.ListInvitationsResponse:
        found, token = await self._invitations.list(caller, request.page_size, request.page_token)
        now = self._clock.now()
        return pb.ListInvitationsResponse(invitations=[to_message(each, now) for each in found], next_page_token=token)

    async def ResendInvitation(
        self, request: pb.ResendInvitationRequest, caller: Caller
    ) -> pb.ResendInvitationResponse:
        sent = await self._invitations.resend(caller, UUID(request.invitation_id))
        return pb.ResendInvitationResponse(invitation=to_message(sent, self._clock.now()))

    async def DeleteInvitation(
        self, request: pb.DeleteInvitationRequest, caller: Caller
    ) -> pb.DeleteInvitationResponse:
        await self._invitations.cancel(caller, UUID(request.invitation_id))
        return pb.DeleteInvitationResponse()

    async def AcceptInvitation(
        self, request: pb.AcceptInvitationRequest, caller: Caller
    ) -> pb.AcceptInvitationResponse:
        answer = Answer(request.full_name, request.password, request.policy_version)
        origin = Origin(request.device_token, request.source_address, request.user_agent)
        opened = await self._acceptances.accept(caller, Secret(request.token), answer, origin)
        return pb.AcceptInvitationResponse(
            session=session_message(opened.signed_in, current=True),
            session_token=opened.session.token,
            device_token=opened.device.token,
        )


def to_message(invitation: Invitation, now: datetime) -> pb.Invitation:
    return pb.Invitation(
        invitation_id=str(invitation.invitation_id),
        email=invitation.email,
        role=invitation.role,
        state=STATES[invitation.state(now)],
        inviter_id=invitation.inviter_id,
        create_time=invitation.create_time,
        expire_time=invitation.expire_time,
    )
