import { createContext, useContext } from "react";

import type { Session } from "../../api/schema";

/** Who is signed in, where, and what they may do there; `reload` after something changed that. */
export const SessionContext = createContext<{ session: Session; reload: () => void } | undefined>(undefined);

/** The session, on every page inside the frame. */
export function useSession(): Session {
  return useKept().session;
}

/** Asks for the session again: after a change of who is signed in, or of what they may do. */
export function useSessionReload(): () => void {
  return useKept().reload;
}

/** Whether the person may do this. Only what is shown depends on it: the services decide for themselves. */
export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}

function useKept() {
  const kept = useContext(SessionContext);
  if (!kept) throw new Error("a page outside the frame has no session");
  return kept;
}
