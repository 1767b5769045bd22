import { useEffect, useMemo, useState } from "react";
import { Navigate, useLocation } from "react-router";

import { answered, api, SIGNED_OUT } from "../../api/client";
import { useLoaded } from "../../api/use-loaded";
import { Notice } from "../../ui/notice";
import { Layout } from "./layout";
import { SessionContext } from "./session";

/** What stands around every page of who is signed in; whoever is not is led to sign in, and back here afterwards. */
export function SignedIn() {
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
  if (!kept || !session) return null;
  if (session.mfaEnrolmentRequired) return <Navigate to="/enrol" replace />;
  return (
    <SessionContext value={kept}>
      <Layout />
    </SessionContext>
  );
}
