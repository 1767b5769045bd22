import { answered, api } from "../../api/client";
import { makePasskey } from "../../api/passkey";
import { Form, type Fields } from "../../ui/form";
import { TextField } from "../../ui/text-field";

type Props = { enrolled: (recoveryCodes: readonly string[]) => void };

/** A passkey: of this device, a phone, or a security key. */
export function EnrolPasskey({ enrolled }: Props) {
  async function submit({ displayName = "" }: Fields) {
    const { optionsJson } = await answered(api.POST("/api/v1/me/mfa/passkeys:begin", { body: {} }));
    const credentialJson = await makePasskey(optionsJson);
    const made = await answered(api.POST("/api/v1/me/mfa/passkeys", { body: { credentialJson, displayName } }));
    enrolled(made.recoveryCodes);
  }
  return (
    <Form submit={submit} label="Create the passkey">
      <TextField name="displayName" label="Name" hint="To tell it from others, such as “Work laptop”." maxLength={100} required />
    </Form>
  );
}
