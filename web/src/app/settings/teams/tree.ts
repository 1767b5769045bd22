/** Teams below teams, as the API lists them flat. */

import type { Team } from "../../../api/schema";

/** The teams right below this one, or at the top, by name. */
export function below(teams: readonly Team[], parentId: string): Team[] {
  return teams.filter((team) => team.parentId === parentId).toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The team and every team below it. */
export function subtree(teams: readonly Team[], teamId: string): Set<string> {
  const found = new Set([teamId]);
  for (const id of found) for (const team of below(teams, id)) found.add(team.teamId);
  return found;
}

/** What a team can be put below, as a select wants it: each team after the one above it, further in by its level. */
export function parentOptions(teams: readonly Team[], parentId = "", level = 0): [string, string][] {
  return below(teams, parentId).flatMap((team) => [
    [team.teamId, `${"\u2003".repeat(level)}${team.name}`] as [string, string],
    ...parentOptions(teams, team.teamId, level + 1),
  ]);
}

/** The teams above this one, from the top. */
export function above(teams: readonly Team[], team: Team): Team[] {
  const parent = teams.find((each) => each.teamId === team.parentId);
  return parent ? [...above(teams, parent), parent] : [];
}
