/** The second factor that a password, or the word of a provider, is not enough without. */

import { ownPath } from "./own-path";

export type Challenge = { step: "second-factor"; challengeId: string; kinds: string[]; target?: string };

/** As the server's redirect hands it over, behind `#`. */
export function handedOver(given: URLSearchParams): Challenge | undefined {
  const challengeId = given.get("challenge");
  if (!challengeId) return undefined;
  return { step: "second-factor", challengeId, kinds: listed(given.get("kinds")), target: withinApp(given.get("returnTo")) };
}

export function listed(text?: string | null): string[] {
  return text?.split(",").filter(Boolean) ?? [];
}

/** The server names the whole path, the app what comes behind its own. */
function withinApp(path: string | null): string {
  return ownPath(/^\/app(\/.*)$/.exec(path ?? "")?.[1] ?? null);
}
