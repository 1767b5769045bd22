"""TeamService over gRPC."""

from uuid import UUID

from contactfollowup.identity.v1 import teams_pb2 as pb
from identity.teams.model import Member, Placement, Team
from identity.teams.service import FIELDS, Teams
from kit import etag
from kit.caller import Caller

TEAM_SERVICE = pb.DESCRIPTOR.services_by_name["TeamService"]


class TeamServicer:
    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    async def ListTeams(self, request: pb.ListTeamsRequest, caller: Caller) -> pb.ListTeamsResponse:
        teams, token = await self._teams.list(caller, request.page_size, request.page_token)
        return pb.ListTeamsResponse(teams=map(to_message, teams), next_page_token=token)

    async def GetTeam(self, request: pb.GetTeamRequest, caller: Caller) -> pb.GetTeamResponse:
        return pb.GetTeamResponse(team=to_message(await self._teams.get(caller, UUID(request.team_id))))

    async def CreateTeam(self, request: pb.CreateTeamRequest, caller: Caller) -> pb.CreateTeamResponse:
        team = await self._teams.create(caller, to_placement(request.team), request.request_id)
        return pb.CreateTeamResponse(team=to_message(team))

    async def UpdateTeam(self, request: pb.UpdateTeamRequest, caller: Caller) -> pb.UpdateTeamResponse:
        message = request.team
        changed = list(request.update_mask.paths) or [f.name for f, _ in message.ListFields() if f.name in FIELDS]
        expected = request.etag or message.etag
        team = await self._teams.update(caller, UUID(request.team_id), to_placement(message), changed, expected)
        return pb.UpdateTeamResponse(team=to_message(team))

    async def DeleteTeam(self, request: pb.DeleteTeamRequest, caller: Caller) -> pb.DeleteTeamResponse:
        await self._teams.delete(caller, UUID(request.team_id), request.etag)
        return pb.DeleteTeamResponse()

    async def ListTeamMembers(self, request: pb.ListTeamMembersRequest, caller: Caller) -> pb.ListTeamMembersResponse:
        team_id = UUID(request.team_id)
        members, token = await self._teams.members(caller, team_id, request.page_size, request.page_token)
        return pb.ListTeamMembersResponse(members=map(to_member, members), next_page_token=token)

    async def AddTeamMember(self, request: pb.AddTeamMemberRequest, caller: Caller) -> pb.AddTeamMemberResponse:
        member = await self._teams.add_member(caller, UUID(request.team_id), UUID(request.user_id))
        return pb.AddTeamMemberResponse(member=to_member(member))

    async def RemoveTeamMember(
        self, request: pb.RemoveTeamMemberRequest, caller: Caller
    ) -> pb.RemoveTeamMemberResponse:
        await self._teams.remove_member(caller, UUID(request.team_id), UUID(request.user_id))
        return pb.RemoveTeamMemberResponse()


def to_placement(message: pb.Team) -> Placement:
    return Placement(message.name, UUID(message.parent_id) if message.parent_id else None)


def to_message(team: Team) -> pb.Team:
    return pb.Team(
        team_id=str(team.team_id),
        name=team.name,
        parent_id=str(team.parent_id or ""),
        etag=etag.of(team.version),
        create_time=team.create_time,
        update_time=team.update_time,
    )


def to_member(member: Member) -> pb.TeamMember:
    return pb.TeamMember(user_id=str(member.user_id), create_time=member.create_time)
