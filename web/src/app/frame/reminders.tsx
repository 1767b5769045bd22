import { Link } from "react-router";

import { answered, api } from "../../api/client";
import { useLoaded } from "../../api/use-loaded";
import { Form } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { PolicyNames } from "./policies-field";
import { useSession, useSessionReload } from "./session";

/** What the person should see to, above every page until it is done. */
export function Reminders() {
  const { mfaEnrolByTime } = useSession();
  return (
    <>
      {mfaEnrolByTime && (
        <Notice kind="warning">
          Your practice asks for a second factor by {new Date(mfaEnrolByTime).toLocaleDateString()}.{" "}
          <Link to="/enrol">Set it up</Link>
        </Notice>
      )}
      <PoliciesToAgreeTo />
    </>
  );
}

function PoliciesToAgreeTo() {
  const session = useSession();
  const reload = useSessionReload();
  const { value: me } = useLoaded(() => answered(api.GET("/api/v1/me")), [session]);
  const { value: policies } = useLoaded(() => answered(api.GET("/api/v1/policies")));
  const policy = me?.policy;
  if (!policy || policy.acceptedVersion === policy.currentVersion) return null;
  async function agree() {
    await answered(api.POST("/api/v1/me/policy-acceptances", { body: { version: policy?.currentVersion ?? "" } }));
    reload();
  }
  return (
    <Notice kind="note">
      <Form submit={agree} label="I agree" look="secondary">
        <p>
          {policy.acceptedVersion ? "They changed:" : "Please agree to"} <PolicyNames policies={policies} />.
        </p>
      </Form>
    </Notice>
  );
}
