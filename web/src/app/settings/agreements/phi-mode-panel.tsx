import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { Agreements } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Panel } from "../../../ui/panel";
import { useMay, useSession } from "../../frame/session";

type Props = { agreements: Agreements; changed: () => void };

export function PhiModePanel({ agreements: { baaState, phiMode }, changed }: Props) {
  const mayWrite = useMay("agreements.write");
  const sandbox = useSession().workspace?.kind === "WORKSPACE_KIND_SANDBOX";
  const [asked, setAsked] = useState(false);
  const signed = baaState === "BAA_STATE_IN_FORCE";

  async function set() {
    await answered(api.POST("/api/v1/agreements:setPhiMode", { body: { enabled: !phiMode } }));
    changed();
  }

  return (
    <Panel title="PHI mode" actions={<Badge kind={phiMode ? "success" : "note"}>{phiMode ? "On" : "Off"}</Badge>}>
      <p>
        {phiMode
          ? "Your practice takes in protected health information."
          : "While it is off, nothing that is protected health information is taken in."}{" "}
        {sandbox && "In a sandbox it changes nothing: its patients are made up."}
        {!phiMode && !signed && "Sign the BAA first."}
      </p>
      {mayWrite && (
        <div className="row">
          <Button look={phiMode ? "danger" : "primary"} disabled={!phiMode && !signed} onClick={() => setAsked(true)}>
            {phiMode ? "Switch off" : "Switch on"}
          </Button>
        </div>
      )}
      {asked && (
        <Confirm
          title={phiMode ? "Switch PHI mode off?" : "Switch PHI mode on?"}
          label={phiMode ? "Switch off" : "Switch on"}
          look={phiMode ? "danger" : "primary"}
          act={set}
          close={() => setAsked(false)}
        >
          <p>
            {phiMode
              ? "From then on no PHI is taken in, by anyone, here or by machine."
              : "From then on people and machines of your practice may enter PHI of real patients."}
          </p>
        </Confirm>
      )}
    </Panel>
  );
}
