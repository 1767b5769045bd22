"""The tables of teams and of who is in them, and what is seen through them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.errors import TeamNameTakenError
from identity.teams.model import Member, Team
from kit.db import Transaction, UniqueConflict
from kit.statement import statement

NAME_UNIQUE = "teams_name_key"
metadata = sa.MetaData()

teams = sa.Table(
    "teams",
    metadata,
    sa.Column("team_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("parent_id", sa.Uuid),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
)
members = sa.Table(
    "team_members",
    metadata,
    sa.Column("team_id", sa.Uuid, primary_key=True),
    sa.Column("user_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
)

# One change of a workspace's tree at a time: no two of them can close a circle between them.
ADD = statement(sa.insert(teams).values({column.name: sa.bindparam(column.name) for column in teams.c}))
GET = statement(sa.select(teams).where(teams.c.team_id == sa.bindparam("id")))
PAGE = statement(
    sa.select(teams)
    .where(teams.c.team_id > sa.bindparam("after"))
    .order_by(teams.c.team_id)
    .limit(sa.bindparam("size"))
)
TREE = statement(sa.select(teams.c.team_id, teams.c.parent_id))
UPDATE = statement(
    sa.update(teams)
    .where(teams.c.team_id == sa.bindparam("id"))
    .values({name: sa.bindparam(name) for name in ("name", "parent_id", "version", "update_time")})
)
DELETE = statement(sa.delete(teams).where(teams.c.team_id == sa.bindparam("id")))
ADD_MEMBER = statement(
    insert(members)
    .values({column.name: sa.bindparam(column.name) for column in members.c})
    .on_conflict_do_nothing(index_elements=["team_id", "user_id"])
)
ONE_MEMBER = (members.c.team_id == sa.bindparam("team_id"), members.c.user_id == sa.bindparam("user_id"))
MEMBER = statement(sa.select(members).where(*ONE_MEMBER))
REMOVE_MEMBER = statement(sa.delete(members).where(*ONE_MEMBER))
MEMBERS = statement(
    sa.select(members)
    .where(members.c.team_id == sa.bindparam("team_id"), members.c.user_id > sa.bindparam("after"))
    .order_by(members.c.user_id)
    .limit(sa.bindparam("size"))
)
REMOVE_MEMBERS = statement(
    sa.delete(members).where(members.c.team_id == sa.bindparam("id")).returning(members.c.user_id)
)
# The workspace is named, because an exchange reads in a transaction of the whole deployment.
SEEN = statement(
    sa.text(
        "WITH RECURSIVE seen AS ("
        " SELECT team_id FROM team_members WHERE workspace_id = :workspace_id AND user_id = :user_id"
        " UNION SELECT t.team_id FROM teams t JOIN seen ON t.parent_id = seen.team_id)"
        " SELECT DISTINCT user_id FROM team_members JOIN seen USING (team_id)"
    )
)
# While all members together are few enough, nobody sees too many.
SEATS = statement(sa.text("SELECT count(DISTINCT user_id) AS found FROM team_members"))
# People of the same teams see the same: each set of teams is counted once, however many are in it.
LARGEST_VIEW = statement(
    sa.text(
        "WITH RECURSIVE above AS ("
        " SELECT team_id, parent_id FROM teams WHERE team_id = :team_id"
        " UNION SELECT t.team_id, t.parent_id FROM teams t JOIN above ON t.team_id = above.parent_id),"
        " viewers AS (SELECT user_id FROM team_members JOIN above USING (team_id)),"
        " joined AS (SELECT array_agg(team_id ORDER BY team_id) AS own FROM team_members"
        " WHERE user_id IN (SELECT user_id FROM viewers) GROUP BY user_id),"
        " seen AS ("
        " SELECT own, unnest(own) AS team_id FROM (SELECT DISTINCT own FROM joined) AS each"
        " UNION SELECT seen.own, t.team_id FROM teams t JOIN seen ON t.parent_id = seen.team_id)"
        " SELECT count(DISTINCT m.user_id) AS found FROM seen JOIN team_members m USING (team_id)"
        " GROUP BY seen.own ORDER BY 1 DESC LIMIT 1"
    )
)


async def add(tx: Transaction, workspace_id: UUID, team: Team) -> None:
    """Raises TeamNameTakenError."""
    try:
        await tx.run(
            ADD,
            team_id=team.team_id,
            workspace_id=workspace_id,
            create_time=team.create_time,
            **_changed(team),
        )
    except UniqueConflict as conflict:
        raise _translated(conflict) from None


async def update(tx: Transaction, team: Team) -> None:
    """Raises TeamNameTakenError."""
    try:
        await tx.run(UPDATE, id=team.team_id, **_changed(team))
    except UniqueConflict as conflict:
        raise _translated(conflict) from None


async def get(tx: Transaction, team_id: UUID) -> Team | None:
    row = await tx.first(GET, id=team_id)
    return _team(row) if row else None


async def page(tx: Transaction, after: UUID, size: int) -> list[Team]:
    return [_team(row) for row in await tx.all(PAGE, after=after, size=size)]


async def parents(tx: Transaction) -> dict[UUID, UUID | None]:
    """Every team with the one above it."""
    return {row["team_id"]: row["parent_id"] for row in await tx.all(TREE)}


async def remove(tx: Transaction, team_id: UUID) -> list[UUID]:
    """Removes the team; who was in it."""
    left = [row["user_id"] for row in await tx.all(REMOVE_MEMBERS, id=team_id)]
    await tx.run(DELETE, id=team_id)
    return left


async def add_member(tx: Transaction, workspace_id: UUID, team_id: UUID, user_id: UUID, now: datetime) -> bool:
    """Whether the person was not in the team yet."""
    added = await tx.run(ADD_MEMBER, team_id=team_id, user_id=user_id, workspace_id=workspace_id, create_time=now)
    return added == 1


async def member(tx: Transaction, team_id: UUID, user_id: UUID) -> Member | None:
    row = await tx.first(MEMBER, team_id=team_id, user_id=user_id)
    return _member(row) if row else None


async def remove_member(tx: Transaction, team_id: UUID, user_id: UUID) -> bool:
    return await tx.run(REMOVE_MEMBER, team_id=team_id, user_id=user_id) == 1


async def members_page(tx: Transaction, team_id: UUID, after: UUID, size: int) -> list[Member]:
    return [_member(row) for row in await tx.all(MEMBERS, team_id=team_id, after=after, size=size)]


async def seen_by(tx: Transaction, workspace_id: UUID, user_id: UUID) -> frozenset[UUID]:
    """The people of the user's teams and of all teams below those."""
    rows = await tx.all(SEEN, workspace_id=workspace_id, user_id=user_id)
    return frozenset(row["user_id"] for row in rows)


async def seats(tx: Transaction) -> int:
    """How many people are in a team at all."""
    row = await tx.first(SEATS)
    return int(row["found"]) if row else 0


async def largest_view(tx: Transaction, team_id: UUID) -> int:
    """How many people somebody in this team, or in one above it, sees at most."""
    row = await tx.first(LARGEST_VIEW, team_id=team_id)
    return int(row["found"]) if row else 0


def _changed(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "parent_id": team.parent_id,
        "version": team.version,
        "update_time": team.update_time,
    }


def _translated(conflict: UniqueConflict) -> Exception:
    return TeamNameTakenError(field="team.name") if conflict.constraint == NAME_UNIQUE else conflict


def _team(row: Record) -> Team:
    return Team(
        team_id=row["team_id"],
        name=row["name"],
        parent_id=row["parent_id"],
        version=row["version"],
        create_time=row["create_time"],
        update_time=row["update_time"],
    )


def _member(row: Record) -> Member:
    return Member(row["user_id"], row["create_time"])
