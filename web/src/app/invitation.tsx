import { useNavigate } from "react-router";

import { answered, api } from "../api/client";
import { useLoaded } from "../api/use-loaded";
import { Form, type Fields } from "../ui/form";
import { TextField } from "../ui/text-field";
import { Gate } from "./frame/gate";
import { LinkMissing } from "./frame/link-missing";
import { NewPasswordField } from "./frame/new-password-field";
import { PoliciesField } from "./frame/policies-field";
import { useLinkToken } from "./fragment";

const TITLE = "Join your practice";

/** `/app/invitation#token=`: the link of the letter to who was invited. */
export function Invitation() {
  const token = useLinkToken();
  const navigate = useNavigate();
  const policies = useLoaded(() => answered(api.GET("/api/v1/policies")));
  const policyVersion = policies.value?.currentVersion ?? "";

  async function submit({ fullName = "", password = "" }: Fields) {
    await answered(api.POST("/api/v1/invitations:accept", { body: { token, fullName, password, policyVersion } }));
    await navigate("/", { replace: true });
  }

  if (!token) return <LinkMissing title={TITLE} />;
  return (
    <Gate title={TITLE}>
      <p>With your full name you attest that the invitation is yours.</p>
      <Form submit={submit} label="Join">
        <TextField name="fullName" label="Full name" autoComplete="name" maxLength={200} required autoFocus />
        <NewPasswordField name="password" label="Password" />
        <PoliciesField policies={policies.value} />
      </Form>
    </Gate>
  );
}
