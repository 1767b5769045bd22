import { CheckField } from "../../ui/check-field";

/** Agreement to the policies of use; nothing goes on without it. */
export function PoliciesField({ version }: { version: string | undefined }) {
  const label = `I agree to the terms of service and the privacy policy${version ? `, version ${version}` : ""}.`;
  return <CheckField name="agreed" label={label} required />;
}
