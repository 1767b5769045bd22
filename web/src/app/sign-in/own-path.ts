/** Where to go after signing in: a path of this app, or the overview. Never anywhere else, whoever wrote the link. */
export function ownPath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
