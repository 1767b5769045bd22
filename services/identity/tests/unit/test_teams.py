"""Teams stand in a tree: never below themselves, never on too many levels."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.errors import TeamCycleError, TeamTooDeepError, UnknownTeamError
from identity.teams.model import MOST_LEVELS, check_place, line_above
from kit.errors import RuleBroken


def team(number: int) -> UUID:
    return UUID(int=number)


def line(length: int) -> dict[UUID, UUID | None]:
    """Teams 1, 2, 3 ..., each below the one before."""
    return {team(n): team(n - 1) if n > 1 else None for n in range(1, length + 1)}


def test_a_team_stands_nowhere_below_itself() -> None:
    for below in (1, 2, 4):
        with pytest.raises(TeamCycleError):
            check_place(line(4), team(1), team(below))
    check_place(line(4), team(4), team(1))


def test_a_team_that_is_not_there_has_none_below() -> None:
    with pytest.raises(UnknownTeamError):
        check_place(line(2), team(1), team(9))


def test_a_new_team_below_itself_is_a_circle() -> None:
    with pytest.raises(TeamCycleError):
        check_place({}, team(1), team(1))


def test_levels_are_counted_with_what_moves_along() -> None:
    check_place(line(MOST_LEVELS - 1), team(99), team(MOST_LEVELS - 1))
    with pytest.raises(TeamTooDeepError):
        check_place(line(MOST_LEVELS), team(99), team(MOST_LEVELS))
    two_lines = line(MOST_LEVELS - 1) | {team(50): None, team(51): team(50)}
    with pytest.raises(TeamTooDeepError):
        check_place(two_lines, team(50), team(MOST_LEVELS - 1))
    check_place(two_lines, team(50), team(MOST_LEVELS - 2))


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(0, 8)), max_size=40))
def test_no_sequence_of_moves_makes_a_circle(moves: list[tuple[int, int]]) -> None:
    parents: dict[UUID, UUID | None] = {team(n): None for n in range(1, 9)}
    for moved, below in moves:
        target = team(below) if below else None
        try:
            check_place(parents, team(moved), target)
        except RuleBroken:
            continue
        parents[team(moved)] = target
    assert all(each not in line_above(parents, each) for each in parents)
