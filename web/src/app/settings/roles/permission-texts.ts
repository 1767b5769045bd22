/** What each permission of the contract means to people, by what it is about. */

export type PermissionGroup = { title: string; permissions: readonly string[] };

const TITLES: Readonly<Record<string, string>> = {
  contacts: "Contacts",
  properties: "Properties of contacts",
  users: "People",
  sign_ins: "Sign-ins",
  roles: "Roles",
  teams: "Teams",
  security: "Security",
  sso: "Single sign-on",
  service_accounts: "Service accounts",
  break_glass: "Emergency access",
  audit: "Audit log",
  practice: "Practice",
  agreements: "Agreements and vendors",
  subscription: "Subscription",
};

const TEXTS: Readonly<Record<string, string>> = {
  "contacts.read": "See contacts and search for them",
  "contacts.write": "Add, change, archive and restore contacts",
  "contacts.import": "Import contacts from a file",
  "contacts.erase": "Erase contacts for good, and hold them back from that",
  "properties.write": "Change the properties that contacts have",
  "users.read": "See people, roles and teams",
  "users.write": "Invite people, give them roles, disable them",
  "sign_ins.read": "See where from and when people signed in",
  "roles.write": "Make, change and remove roles",
  "teams.write": "Make and change teams, and who is in them",
  "security.write": "Set the security policy, reset second factors",
  "sso.write": "Set up single sign-on",
  "service_accounts.write": "Manage service accounts and their tokens",
  "break_glass.use": "Open emergency access for an hour",
  "break_glass.review": "Review the emergency access of others",
  "audit.read": "Read the audit log",
  "audit.export": "Export the audit log",
  "practice.write": "See and change the profile of the practice",
  "agreements.read": "Read agreements and the list of vendors",
  "agreements.write": "Sign agreements, turn on PHI, keep the list of vendors",
  "subscription.read": "See the subscription and its invoices",
  "subscription.write": "Change the subscription and how it is paid",
};

/** A permission that is newer than this page goes by its own name. */
export function permissionText(permission: string): string {
  return TEXTS[permission] ?? permission;
}

/** These permissions by what they are about, in an order people look for them. */
export function grouped(permissions: readonly string[]): PermissionGroup[] {
  const resources = new Set([...Object.keys(TITLES), ...permissions.map(resourceOf)]);
  const groups = [...resources].map((resource) => ({
    title: TITLES[resource] ?? resource,
    permissions: inOrder(permissions.filter((permission) => resourceOf(permission) === resource)),
  }));
  return groups.filter((group) => group.permissions.length > 0);
}

function inOrder(permissions: readonly string[]): string[] {
  const known = Object.keys(TEXTS);
  return permissions.toSorted((one, other) => known.indexOf(one) - known.indexOf(other));
}

function resourceOf(permission: string): string {
  return permission.slice(0, permission.indexOf("."));
}
