"""What identity tells of teams. The edge hears it and asks anew who sees what."""

from uuid import UUID

from contactfollowup.identity.v1.events_pb2 import TeamChanged

TEAM_CHANGED = "cfu.identity.v1.team.changed"


def team_changed(team_id: UUID) -> TeamChanged:
    return TeamChanged(team_id=str(team_id))
