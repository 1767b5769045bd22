/** What the settings lead to, in groups. A page with a permission is for who has it: others are told so. */

export type SettingsPage = { to: string; label: string; permission?: string; /** Does as well. */ or?: string };
export type SettingsGroup = { title: string; pages: readonly SettingsPage[] };

export const GROUPS: readonly SettingsGroup[] = [
  {
    title: "You",
    pages: [
      { to: "/settings/profile", label: "Profile" },
      { to: "/settings/security", label: "Security" },
      { to: "/settings/sessions", label: "Sessions" },
      { to: "/settings/sign-ins", label: "Sign-ins" },
    ],
  },
  {
    title: "Practice",
    pages: [
      { to: "/settings/practice", label: "Practice", permission: "practice.write" },
      { to: "/settings/subscription", label: "Subscription", permission: "subscription.read" },
      { to: "/settings/security-policy", label: "Security policy", permission: "security.write" },
    ],
  },
  {
    title: "Agreements",
    pages: [
      { to: "/settings/agreements", label: "Agreements", permission: "agreements.read" },
      { to: "/settings/vendors", label: "Vendors", permission: "agreements.read" },
      { to: "/settings/subprocessors", label: "Subprocessors" },
    ],
  },
  {
    title: "People and access",
    pages: [
      { to: "/settings/users", label: "People", permission: "users.read" },
      { to: "/settings/roles", label: "Roles", permission: "users.read" },
      { to: "/settings/teams", label: "Teams", permission: "users.read" },
      { to: "/settings/single-sign-on", label: "Single sign-on", permission: "sso.write" },
      { to: "/settings/service-accounts", label: "Service accounts", permission: "service_accounts.write" },
      { to: "/settings/break-glass", label: "Emergency access", permission: "break_glass.use", or: "break_glass.review" },
    ],
  },
];

export function isOpen({ permission, or }: SettingsPage, permissions: readonly string[]): boolean {
  return !permission || permissions.some((held) => held === permission || held === or);
}

/** The page that an address belongs to: one below a page belongs to it as well. */
export function pageAt(pathname: string): SettingsPage | undefined {
  return GROUPS.flatMap(({ pages }) => pages)
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((one, other) => other.to.length - one.to.length)[0];
}
