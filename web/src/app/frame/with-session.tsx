import { useEffect, useMemo, useState, type ReactNode } from "react";
import { Navigate, useLocation } from "react-router";

import { answered, api, SIGNED_OUT } from "../../api/client";
import { useLoaded } from "../../api/use-loaded";
import { Notice } from "../../ui/notice";
import { SessionContext } from "./session";

/** For who is signed in; whoever is not is led to sign in, and back here afterwards. */
export function WithSession({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation();
  const [ended, setEnded] = useState(false);
  const { value: session, problem, reload } = useLoaded(() => answered(api.GET("/api/v1/session")));
  useEffect(() => {
    const end = () => setEnded(true);
    window.addEventListener(SIGNED_OUT, end);
    return () => window.removeEventListener(SIGNED_OUT, end);
  }, []);
  const kept = useMemo(() => session && { session, reload }, [session, reload]);
  if (ended || problem?.status === 401) {
    const next = encodeURIComponent(pathname + search);
    return <Navigate to={pathname === "/" ? "/sign-in" : `/sign-in?next=${next}`} replace />;
  }
  if (problem && !session) return <Notice kind="problem">{problem.message}</Notice>;
  return kept && <SessionContext value={kept}>{children}</SessionContext>;
}
