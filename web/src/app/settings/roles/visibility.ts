import type { Role } from "../../../api/schema";

/** Whose records a role sees, as a select wants it. */
export const VISIBILITIES: readonly (readonly [Role["visibility"], string])[] = [
  ["ALL", "All records"],
  ["TEAM", "Those of their teams and the teams below"],
  ["OWN", "Their own records"],
];

export function visibilityText(visibility: Role["visibility"]): string {
  return VISIBILITIES.find(([value]) => value === visibility)?.[1] ?? "";
}
