"""Teams, one below another: who sees whose records. The tree is small enough to be looked at whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from identity.errors import TeamCycleError, TeamTooDeepError, UnknownTeamError
from kit.errors import InvalidInput

LONGEST_NAME = 100
MOST_TEAMS = 1_000
MOST_LEVELS = 10
# A principal carries the ids of everyone whose records it sees, and travels with every call.
MOST_SEEN = 1_000

Parents = Mapping[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class Team:
    team_id: UUID
    name: str
    parent_id: UUID | None
    version: int
    create_time: datetime
    update_time: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """What somebody says a team is called, and where it stands."""

    name: str
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Member:
    user_id: UUID
    create_time: datetime


def checked_name(name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"A team has a name of 1 to {LONGEST_NAME} characters.", field="team.name")
    return name


def check_place(parents: Parents, team_id: UUID, parent_id: UUID | None) -> None:
    """Whether the team may stand below `parent_id` in the tree that `parents` tells of, which has no cycle yet."""
    if parent_id is None:
        return
    if parent_id not in parents and parent_id != team_id:
        raise UnknownTeamError(field="team.parent_id")
    above = [parent_id, *line_above(parents, parent_id)]
    if team_id in above:
        raise TeamCycleError(field="team.parent_id")
    if len(above) + levels_of(parents, team_id) > MOST_LEVELS:
        raise TeamTooDeepError(field="team.parent_id", metadata={"limit": str(MOST_LEVELS)})


def line_above(parents: Parents, team_id: UUID) -> list[UUID]:
    """The teams above, nearest first."""
    line: list[UUID] = []
    above = parents.get(team_id)
    while above is not None:
        line.append(above)
        above = parents.get(above)
    return line


def levels_of(parents: Parents, team_id: UUID) -> int:
    """How many levels the team and those below it take."""
    lines = ([each, *line_above(parents, each)] for each in parents)
    return max((line.index(team_id) + 1 for line in lines if team_id in line), default=1)
