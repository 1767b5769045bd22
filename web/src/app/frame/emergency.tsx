import { useEffect, useState } from "react";

import { answered, api } from "../../api/client";
import { useAct } from "../../api/use-act";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { useSession, useSessionReload } from "./session";

const MINUTE = 60_000;

/** Says on every page that emergency access is open, for how long, and ends it. */
export function Emergency() {
  const { breakGlassGrantId: grantId, breakGlassExpireTime: expireTime } = useSession();
  if (!grantId || !expireTime) return null;
  return <Open key={grantId} grantId={grantId} expireTime={expireTime} />;
}

function Open({ grantId, expireTime }: { grantId: string; expireTime: string }) {
  const reload = useSessionReload();
  const { run, busy, problem } = useAct();
  const left = useTimeLeft(expireTime, reload);
  const end = () =>
    run(async () => {
      await answered(api.DELETE("/api/v1/break-glass/{grant_id}", { params: { path: { grant_id: grantId } } }));
      reload();
    });
  return (
    <>
      <section className="frame-emergency notice notice-warning" aria-label="Emergency access">
        <span>
          <strong>Emergency access is open.</strong> You see every record and change none. All of it is recorded and
          reviewed. {left}
        </span>
        <Button busy={busy} onClick={() => void end()}>
          End it now
        </Button>
      </section>
      {problem && <Notice kind="problem">{problem.message}</Notice>}
    </>
  );
}

/** In minutes, as people say it; calls `over` once nothing is left. */
function useTimeLeft(expireTime: string, over: () => void): string {
  const [now, setNow] = useState(Date.now);
  const left = Date.parse(expireTime) - now;
  useEffect(() => {
    if (left <= 0) return over();
    const timer = setTimeout(() => setNow(Date.now()), Math.min(left, MINUTE / 4));
    return () => clearTimeout(timer);
  }, [left, over]);
  const minutes = Math.ceil(left / MINUTE);
  return minutes > 1 ? `${minutes} minutes left.` : "Less than a minute left.";
}
