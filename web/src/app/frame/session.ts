import { createContext, useContext } from "react";

import type { Session } from "../../api/schema";

/** Who is signed in, where, and what they may do there. */
export const SessionContext = createContext<Session | undefined>(undefined);

/** The session, on every page inside the frame. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("a page outside the frame has no session");
  return session;
}

/** Whether the person may do this. Only what is shown depends on it: the services decide for themselves. */
export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}
