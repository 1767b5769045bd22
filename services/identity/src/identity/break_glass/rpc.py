"""BreakGlassService over gRPC."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from contactfollowup.identity.v1 import break_glass_pb2 as pb
from identity.break_glass.model import Grant, Outcome
from identity.break_glass.service import BreakGlass
from kit.caller import Caller
from kit.clock import Clock

BREAK_GLASS_SERVICE = pb.DESCRIPTOR.services_by_name["BreakGlassService"]
OUTCOMES: Mapping[pb.BreakGlassOutcome, Outcome] = {
    pb.BREAK_GLASS_OUTCOME_JUSTIFIED: Outcome.JUSTIFIED,
    pb.BREAK_GLASS_OUTCOME_NOT_JUSTIFIED: Outcome.NOT_JUSTIFIED,
}
TOLD_OUTCOMES = {outcome: message for message, outcome in OUTCOMES.items()}


class BreakGlassServicer:
    def __init__(self, break_glass: BreakGlass, clock: Clock) -> None:
        self._break_glass = break_glass
        self._clock = clock

    async def CreateBreakGlassGrant(
        self, request: pb.CreateBreakGlassGrantRequest, caller: Caller
    ) -> pb.CreateBreakGlassGrantResponse:
        contact_id = UUID(request.contact_id) if request.contact_id else None
        grant = await self._break_glass.open(caller, request.reason, contact_id)
        return pb.CreateBreakGlassGrantResponse(grant=self._message(grant))

    async def ListBreakGlassGrants(
        self, request: pb.ListBreakGlassGrantsRequest, caller: Caller
    ) -> pb.ListBreakGlassGrantsResponse:
        found, token = await self._break_glass.list(
            caller, request.page_size, request.page_token, include_reviewed=request.include_reviewed
        )
        return pb.ListBreakGlassGrantsResponse(grants=map(self._message, found), next_page_token=token)

    async def ReviewBreakGlassGrant(
        self, request: pb.ReviewBreakGlassGrantRequest, caller: Caller
    ) -> pb.ReviewBreakGlassGrantResponse:
        outcome = OUTCOMES[request.outcome]
        grant = await self._break_glass.review(caller, UUID(request.grant_id), outcome, request.note)
        return pb.ReviewBreakGlassGrantResponse(grant=self._message(grant))

    async def EndBreakGlassGrant(
        self, request: pb.EndBreakGlassGrantRequest, caller: Caller
    ) -> pb.EndBreakGlassGrantResponse:
        await self._break_glass.end(caller, UUID(request.grant_id))
        return pb.EndBreakGlassGrantResponse()

    def _message(self, grant: Grant) -> pb.BreakGlassGrant:
        return to_message(grant, self._clock.now())


def to_message(grant: Grant, now: datetime) -> pb.BreakGlassGrant:
    return pb.BreakGlassGrant(
        grant_id=str(grant.grant_id),
        user_id=str(grant.user_id),
        reason=grant.reason,
        contact_id=str(grant.contact_id or ""),
        create_time=grant.create_time,
        expire_time=grant.expire_time,
        in_force=grant.in_force(now),
        outcome=TOLD_OUTCOMES[grant.outcome] if grant.outcome else pb.BREAK_GLASS_OUTCOME_UNSPECIFIED,
        note=grant.note,
        reviewer_id=grant.reviewer_id,
        review_time=grant.review_time,
    )
