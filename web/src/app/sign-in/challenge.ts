/** The second factor that a sign-in through a provider still asks for: handed over behind `#` by the server's redirect,
 * taken out of the address bar as the app begins. It counts for the page that it led to. */

import { ownPath } from "./own-path";

export type Challenge = { step: "second-factor"; challengeId: string; kinds: string[]; target?: string };

let taken = take();

export function handedOver(): Challenge | undefined {
  return taken;
}

export function forgetChallenge(): void {
  taken = undefined;
}

function take(): Challenge | undefined {
  const { hash, pathname, search } = window.location;
  const given = new URLSearchParams(hash.slice(1));
  const challengeId = given.get("challenge");
  if (!challengeId) return undefined;
  window.history.replaceState(window.history.state, "", pathname + search);
  return { step: "second-factor", challengeId, kinds: listed(given.get("kinds")), target: withinApp(given.get("returnTo")) };
}

export function listed(text?: string | null): string[] {
  return text?.split(",").filter(Boolean) ?? [];
}

/** The server names the whole path, the app what comes behind its own. */
function withinApp(path: string | null): string {
  return ownPath(/^\/app(\/.*)$/.exec(path ?? "")?.[1] ?? null);
}
