import { useState } from "react";

import { answered, api } from "../../api/client";
import type { Session } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { moment } from "../../ui/format";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { Table, type Column } from "../../ui/table";
import { WhenLoaded } from "../../ui/when-loaded";
import { deviceText } from "./sign-ins/words";

/** `/app/settings/sessions` */
export function Sessions() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/me/sessions")));
  const [ending, setEnding] = useState<readonly Session[]>();
  const others = loaded.value?.sessions.filter(({ current }) => !current) ?? [];
  const endAll = others.length > 1 && (
    <Button look="danger" onClick={() => setEnding(others)}>
      End all others
    </Button>
  );
  return (
    <Page title="Sessions" actions={endAll}>
      <Panel>
        <p className="quiet">Where you are signed in. End what you do not know, and change your password then.</p>
        <WhenLoaded loaded={loaded}>
          {({ sessions }) => (
            <Table caption="Sessions" columns={columns((one) => setEnding([one]))} rows={sessions} rowKey={keyOf} empty="None." />
          )}
        </WhenLoaded>
      </Panel>
      {ending && <EndSessions sessions={ending} ended={loaded.reload} close={() => setEnding(undefined)} />}
    </Page>
  );
}

type EndProps = { sessions: readonly Session[]; ended: () => void; close: () => void };

function EndSessions({ sessions, ended, close }: EndProps) {
  const [first] = sessions;
  const one = sessions.length === 1 && first;
  async function end() {
    const calls = sessions.map(({ sessionId }) =>
      answered(api.DELETE("/api/v1/me/sessions/{session_id}", { params: { path: { session_id: sessionId } } })),
    );
    await Promise.allSettled(calls);
    ended();
    await Promise.all(calls);
  }
  const title = one ? "End this session?" : `End ${sessions.length} sessions?`;
  return (
    <Confirm title={title} label={one ? "End the session" : "End them all"} act={end} close={close}>
      <p>
        {one ? `${deviceText(one.device)}, at ${one.sourceAddress}, is` : "Every device but this one is"} signed out within
        seconds.
      </p>
    </Confirm>
  );
}

function keyOf({ sessionId }: Session): string {
  return sessionId;
}

function columns(end: (session: Session) => void): Column<Session>[] {
  return [
    { head: "Device", cell: (session) => <From session={session} /> },
    { head: "Signed in", cell: ({ createTime }) => moment(createTime) },
    { head: "Last used", cell: ({ lastUseTime }) => moment(lastUseTime) },
    { head: "End", cell: (session) => (session.current ? <Badge kind="success">This one</Badge> : <End session={session} end={end} />) },
  ];
}

function From({ session: { device, userAgent, sourceAddress } }: { session: Session }) {
  return (
    <span title={userAgent}>
      <strong>{deviceText(device)}</strong>
      <br />
      <span className="quiet">{sourceAddress}</span>
    </span>
  );
}

function End({ session, end }: { session: Session; end: (session: Session) => void }) {
  return (
    <Button look="plain" aria-label={`End the session on ${deviceText(session.device)}`} onClick={() => end(session)}>
      End
    </Button>
  );
}
