/** What stands behind `#` of the address, where no server logs it: the secret of a letter's link, a sign-in to finish.
 * Taken as the app begins, out of the address bar at once, never kept anywhere but here. It counts on the page that it
 * led to, and on no other. */

import { useSyncExternalStore } from "react";

const NOTHING = new URLSearchParams();

let taken = take() ?? { given: NOTHING, path: "" };

export function useFragment(): URLSearchParams {
  return useSyncExternalStore(subscribe, () => (taken.path === window.location.pathname ? taken.given : NOTHING));
}

export function useLinkToken(): string {
  return useFragment().get("token") ?? "";
}

/** What was for once is not met again by coming back to this page. What is for another page waits for it. */
export function forgetFragment(): void {
  if (taken.path === window.location.pathname) taken = { given: NOTHING, path: "" };
}

function take(): { given: URLSearchParams; path: string } | undefined {
  const { hash, pathname, search } = window.location;
  if (!hash.includes("=")) return undefined;
  window.history.replaceState(window.history.state, "", pathname + search);
  return { given: new URLSearchParams(hash.slice(1)), path: pathname };
}

/** A newer link opened in the same tab loads nothing: only what stands behind `#` changes. */
function subscribe(notify: () => void): () => void {
  const changed = () => {
    taken = take() ?? taken;
    notify();
  };
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}
