import { answered, api } from "../../api/client";
import type { SecurityPolicy as Policy } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { CheckField } from "../../ui/check-field";
import { Form, type Fields } from "../../ui/form";
import { day } from "../../ui/format";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { TextField } from "../../ui/text-field";
import { WhenLoaded } from "../../ui/when-loaded";

/** `/app/settings/security-policy` */
export function SecurityPolicy() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/security-policy")));
  return (
    <Page title="Security policy">
      <WhenLoaded loaded={loaded}>{(policy) => <SecondFactor policy={policy} changed={loaded.reload} />}</WhenLoaded>
    </Page>
  );
}

function SecondFactor({ policy, changed }: { policy: Policy; changed: () => void }) {
  async function submit({ mfaRequired, gracePeriodDays }: Fields) {
    const body = { mfaRequired: mfaRequired === "on", gracePeriodDays: Number(gracePeriodDays), etag: policy.etag };
    await answered(api.PATCH("/api/v1/security-policy", { body }));
    changed();
  }
  return (
    <Panel title="Second factor">
      <p>
        {policy.mfaRequired
          ? `Since ${day(policy.mfaRequiredTime)} everyone here needs a second factor: an authenticator app or a passkey.`
          : "Everyone may choose whether to add an authenticator app or a passkey."}{" "}
        Who signs in through your identity provider answers to its rules instead.
      </p>
      <Form submit={submit} label="Save" done="Saved">
        <CheckField name="mfaRequired" label="Everyone needs a second factor" defaultChecked={policy.mfaRequired} />
        <TextField
          name="gracePeriodDays"
          label="Days to set it up"
          type="number"
          min={0}
          max={90}
          hint="From when it is first asked for, or from when somebody joins. After them nothing else can be done before it is set up."
          defaultValue={policy.gracePeriodDays}
          required
        />
      </Form>
    </Panel>
  );
}
