import type { PolicyStatus } from "../../../api/schema";
import { moment } from "../../../ui/format";
import { Panel } from "../../../ui/panel";

/** Which version of the terms and of the privacy policy the person agreed to. The frame asks to agree to a newer one. */
export function PoliciesPanel({ policy }: { policy: PolicyStatus | undefined }) {
  return (
    <Panel title="Terms and privacy">
      {policy?.acceptedVersion ? (
        <p>
          You agreed to version {policy.acceptedVersion} on {moment(policy.acceptTime)}.
        </p>
      ) : (
        <p>You have not agreed to the terms of service and the privacy policy yet.</p>
      )}
    </Panel>
  );
}
