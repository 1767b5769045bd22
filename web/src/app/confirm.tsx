import { Link, useNavigate } from "react-router";

import { answered, api } from "../api/client";
import { useLoaded } from "../api/use-loaded";
import { Form, type Fields } from "../ui/form";
import { TextField } from "../ui/text-field";
import { Gate } from "./frame/gate";
import { LinkMissing } from "./frame/link-missing";
import { PoliciesField } from "./frame/policies-field";
import { useLinkToken } from "./fragment";

const TITLE = "Open your practice";

/** `/app/confirm#token=`: the link of the letter to who signed up. */
export function Confirm() {
  const token = useLinkToken();
  const navigate = useNavigate();
  const policies = useLoaded(() => answered(api.GET("/api/v1/policies")));
  const version = policies.value?.currentVersion;

  async function submit({ password = "" }: Fields) {
    await answered(api.POST("/api/v1/signup:confirm", { body: { token, password } }));
    // Agreed to with the person's own session; should it fail now, the frame asks again.
    if (version) await api.POST("/api/v1/me/policy-acceptances", { body: { version } });
    await navigate("/", { replace: true });
  }

  if (!token) return <LinkMissing title={TITLE} />;
  return (
    <Gate title={TITLE} beside={<Link to="/sign-up">Sign up again</Link>}>
      <p>Give the password you chose when you signed up. It shows that the sign-up was yours.</p>
      <Form submit={submit} label="Open my practice">
        <TextField name="password" label="Password" type="password" autoComplete="current-password" required autoFocus />
        <PoliciesField policies={policies.value} />
      </Form>
    </Gate>
  );
}
