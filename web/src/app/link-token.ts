/** The secret of a letter's link: taken from behind `#` as the app begins, out of the address bar at once, never kept
 * anywhere but here. It counts on the page that the link led to, and on no other. */

import { useSyncExternalStore } from "react";

let taken = take() ?? { token: "", path: "" };

export function useLinkToken(): string {
  return useSyncExternalStore(subscribe, () => (taken.path === window.location.pathname ? taken.token : ""));
}

function take(): { token: string; path: string } | undefined {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token");
  if (!token) return undefined;
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, "", pathname + search);
  return { token, path: pathname };
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
