import { answered, api } from "../../../api/client";
import type { PolicyStatus } from "../../../api/schema";
import { Form } from "../../../ui/form";
import { moment } from "../../../ui/format";
import { Panel } from "../../../ui/panel";

type Props = { policy: PolicyStatus | undefined; changed: () => void };

/** Which version of the terms and of the privacy policy the person agreed to, and the one in force if that is another. */
export function PoliciesPanel({ policy, changed }: Props) {
  const { currentVersion = "", acceptedVersion = "", acceptTime } = policy ?? {};
  async function agree() {
    await answered(api.POST("/api/v1/me/policy-acceptances", { body: { version: currentVersion } }));
    changed();
  }
  return (
    <Panel title="Terms and privacy">
      {acceptedVersion ? (
        <p>
          You agreed to version {acceptedVersion} on {moment(acceptTime)}.
        </p>
      ) : (
        <p>You have not agreed to the terms of service and the privacy policy yet.</p>
      )}
      {acceptedVersion !== currentVersion && (
        <>
          <p>Version {currentVersion} is in force now.</p>
          <Form submit={agree} label={`I agree to version ${currentVersion}`} />
        </>
      )}
    </Panel>
  );
}
