import type { Policies } from "../../api/schema";
import { CheckField } from "../../ui/check-field";

type Props = { policies: Policies | undefined };

/** Agreement to the policies of use; nothing goes on without it. */
export function PoliciesField({ policies }: Props) {
  return <CheckField name="agreed" label={<>I agree to <PolicyNames policies={policies} />.</>} required />;
}

/** What is agreed to, with links to where it can be read. */
export function PolicyNames({ policies }: Props) {
  // Its parts stay on one line.
  const named = policies && `, version ${policies.currentVersion.replaceAll("-", "\u2011")}`;
  return (
    <>
      the <Named at={policies?.termsUrl}>terms of service</Named> and the{" "}
      <Named at={policies?.privacyUrl}>privacy policy</Named>
      {named}
    </>
  );
}

function Named({ at, children }: { at: string | undefined; children: string }) {
  if (!at) return children;
  return (
    <a href={at} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
