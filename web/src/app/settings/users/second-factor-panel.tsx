import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { User } from "../../../api/schema";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { nameOfUser } from "../directory";

/** For who lost the phone or the key, and the recovery codes too. */
export function SecondFactorPanel({ user }: { user: User }) {
  const [asked, setAsked] = useState(false);
  const [done, setDone] = useState(false);
  const name = nameOfUser(user);
  async function act() {
    const params = { path: { user_id: user.userId } };
    await answered(api.POST("/api/v1/users/{user_id}:resetMfa", { params, body: {} }));
    setDone(true);
  }
  return (
    <Panel title="Second factor">
      {done && <Notice kind="success">The second factors of {name} are removed, and they are signed out everywhere.</Notice>}
      <p className="quiet">
        For someone who lost their phone or security key and has no recovery code left. Make sure by another way that it
        is really them who asks.
      </p>
      <div>
        <Button onClick={() => setAsked(true)}>Reset second factors</Button>
      </div>
      {asked && (
        <Confirm title="Reset second factors" label="Reset" act={act} close={() => setAsked(false)}>
          <p>
            Authenticator app, passkeys and recovery codes of {name} stop working. They sign in with their password and
            enrol anew.
          </p>
        </Confirm>
      )}
    </Panel>
  );
}
