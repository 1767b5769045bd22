import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { Factor } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Facts } from "../../../ui/facts";
import { moment } from "../../../ui/format";
import { Panel } from "../../../ui/panel";
import { EnrolApp } from "../../enrol/enrol-app";

type Props = { app: Factor | undefined; changed: (recoveryCodes?: readonly string[]) => void };

export function AppPanel({ app, changed }: Props) {
  const status = <Badge kind={app ? "success" : "note"}>{app ? "Set up" : "Not set up"}</Badge>;
  return (
    <Panel title="Authenticator app" actions={status}>
      {app ? <Enrolled app={app} removed={changed} /> : <Missing changed={changed} />}
    </Panel>
  );
}

function Missing({ changed }: { changed: Props["changed"] }) {
  const [enrolling, setEnrolling] = useState(false);
  if (!enrolling) {
    return (
      <>
        <p>An app on your phone shows a code every thirty seconds. Signing in then takes your password and the code.</p>
        <div>
          <Button onClick={() => setEnrolling(true)}>Set it up</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <EnrolApp enrolled={changed} />
      <div>
        <Button look="plain" onClick={() => setEnrolling(false)}>
          Not now
        </Button>
      </div>
    </>
  );
}

function Enrolled({ app, removed }: { app: Factor; removed: () => void }) {
  const [asked, setAsked] = useState(false);
  async function remove() {
    await answered(api.DELETE("/api/v1/me/mfa/totp"));
    removed();
  }
  return (
    <>
      <Facts
        facts={[
          ["Set up", moment(app.createTime)],
          ["Last used", moment(app.lastUseTime) || "Never"],
        ]}
      />
      <div>
        <Button look="danger" onClick={() => setAsked(true)}>
          Remove
        </Button>
      </div>
      {asked && (
        <Confirm title="Remove the authenticator app?" label="Remove" act={remove} close={() => setAsked(false)}>
          <p>Its codes count no more. Without any other second factor your recovery codes go too.</p>
        </Confirm>
      )}
    </>
  );
}
