import { useState } from "react";

import type { Agreements, BaaSignature } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Facts } from "../../../ui/facts";
import { moment } from "../../../ui/format";
import { Panel } from "../../../ui/panel";
import { useMay } from "../../frame/session";
import { BaaText } from "./baa-text";
import { SignBaa } from "./sign-baa";

const STATES = {
  BAA_STATE_UNSPECIFIED: ["warning", "Unknown"],
  BAA_STATE_UNSIGNED: ["warning", "Not signed"],
  BAA_STATE_IN_FORCE: ["success", "In force"],
  BAA_STATE_ENDED: ["danger", "Ended"],
} as const;

type Props = { agreements: Agreements; changed: () => void };

export function BaaPanel({ agreements, changed }: Props) {
  const { baaState, document, signatures } = agreements;
  const mayWrite = useMay("agreements.write");
  const [open, setOpen] = useState(false);
  const signed = () => {
    setOpen(false);
    changed();
  };
  const [kind, text] = STATES[baaState];
  const toSign = baaState !== "BAA_STATE_IN_FORCE";
  const version = document?.documentVersion ?? "";
  return (
    <Panel title="Business associate agreement (BAA)" actions={<Badge kind={kind}>{text}</Badge>}>
      {toSign && <p>It has to be signed before any PHI is entered. Version {version} is offered.</p>}
      {signatures.map((signature) => (
        <Signature key={signature.signatureId} signature={signature} />
      ))}
      <div className="row">
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Close the text" : toSign ? "Read and sign" : "Read the text"}
        </Button>
      </div>
      {open && <BaaText version={toSign ? version : (signatures[0]?.documentVersion ?? version)} />}
      {open && toSign && mayWrite && <SignBaa version={version} signed={signed} />}
      {open && toSign && !mayWrite && <p className="quiet">An administrator of your practice can sign it.</p>}
    </Panel>
  );
}

function Signature({ signature }: { signature: BaaSignature }) {
  return (
    <Facts
      facts={[
        ["Signed by", `${signature.signerName}, ${signature.signerTitle}`],
        ["When", moment(signature.signTime)],
        ["Version", signature.documentVersion],
        ["SHA-256 of the text", <code key="sha">{signature.documentSha256}</code>],
      ]}
    />
  );
}
