/** What the frame leads to, in order. An entry with a permission is shown to who has it. */
export type Entry = { to: string; label: string; permission?: string };

export const NAVIGATION: readonly Entry[] = [
  { to: "/", label: "Overview" },
  { to: "/settings", label: "Settings" },
];
