/** Changes only what was read: refused when somebody else changed it meanwhile. */
export function ifMatch(etag: string): { "If-Match": string } {
  return { "If-Match": `"${etag}"` };
}
