import { useState } from "react";

import { answered, api } from "../../../api/client";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Panel } from "../../../ui/panel";

type Props = { left: number; changed: (recoveryCodes: readonly string[]) => void };

export function RecoveryPanel({ left, changed }: Props) {
  const [asked, setAsked] = useState(false);
  async function regenerate() {
    const { recoveryCodes } = await answered(api.POST("/api/v1/me/mfa/recovery-codes:regenerate", { body: {} }));
    changed(recoveryCodes);
  }
  return (
    <Panel title="Recovery codes">
      <p>Should you lose your second factor, each of these codes gets you in once. {leftText(left)}</p>
      <div>
        <Button onClick={() => setAsked(true)}>Make new codes</Button>
      </div>
      {asked && (
        <Confirm title="Make new recovery codes?" label="Make new codes" look="primary" act={regenerate} close={() => setAsked(false)}>
          <p>The codes you have now count no more.</p>
        </Confirm>
      )}
    </Panel>
  );
}

function leftText(left: number): string {
  if (left === 0) return "None is left: make new ones.";
  return left === 1 ? "One is left." : `${left} are left.`;
}
