/** Where a sign-in through a provider begins; the browser comes back to `target`, a path of this app. */
export function startAddress(path: string, target: string): string {
  return `${path}?returnTo=${encodeURIComponent(`/app${target === "/" ? "" : target}`)}`;
}
