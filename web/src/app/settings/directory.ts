/** Who is in the workspace and in which roles: what several pages choose from, and call by name. */

import { answered, api } from "../../api/client";
import { everyPage, LARGEST } from "../../api/every-page";
import type { Role, Team, User } from "../../api/schema";

/** The roles that every workspace has, as people call them. */
const BUILT_IN: Readonly<Record<string, string>> = {
  ADMIN: "Administrator",
  MANAGER: "Manager",
  STAFF: "Staff",
  PROVIDER: "Provider",
  SECURITY_OFFICER: "Security officer",
  AUTOMATION: "Automation",
};

export function everyUser(): Promise<User[]> {
  return everyPage(async (pageToken) => {
    const query = { pageSize: LARGEST, pageToken };
    const { users, nextPageToken } = await answered(api.GET("/api/v1/users", { params: { query } }));
    return { items: users, nextPageToken };
  });
}

export function everyTeam(): Promise<Team[]> {
  return everyPage(async (pageToken) => {
    const query = { pageSize: LARGEST, pageToken };
    const { teams, nextPageToken } = await answered(api.GET("/api/v1/teams", { params: { query } }));
    return { items: teams, nextPageToken };
  });
}

export async function everyRole(): Promise<Role[]> {
  return (await answered(api.GET("/api/v1/roles"))).roles;
}

export function nameOfRole(role: Role): string {
  return BUILT_IN[role.roleId] ?? role.name;
}

/** The name of the role by this id; a role that is gone has none left. */
export function roleName(roles: readonly Role[], roleId: string): string {
  const role = roles.find((each) => each.roleId === roleId);
  return role ? nameOfRole(role) : (BUILT_IN[roleId] ?? "A role that was removed");
}

/** The roles to choose from, as a select wants them. */
export function roleOptions(roles: readonly Role[]): [string, string][] {
  return roles.map((role) => [role.roleId, nameOfRole(role)]);
}

export function nameOfUser(user: User): string {
  return user.displayName || user.email;
}

export function userName(users: readonly User[], userId: string): string {
  const user = users.find((each) => each.userId === userId);
  return user ? nameOfUser(user) : "Someone no longer here";
}
