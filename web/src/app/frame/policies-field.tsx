import { CheckField } from "../../ui/check-field";

/** Agreement to the policies of use; nothing goes on without it. */
export function PoliciesField({ version }: { version: string | undefined }) {
  // Its parts stay on one line.
  const named = version && `, version ${version.replaceAll("-", "\u2011")}`;
  return <CheckField name="agreed" label={<>I agree to the terms of service and the privacy policy{named}.</>} required />;
}
