import { answered, api } from "../../../api/client";
import { CheckField } from "../../../ui/check-field";
import { Form, type Fields } from "../../../ui/form";
import { TextField } from "../../../ui/text-field";

type Props = { version: string; signed: () => void };

/** The signature: who signs, as what, and that they have read it. */
export function SignBaa({ version, signed }: Props) {
  async function submit({ signerName = "", signerTitle = "", accepted }: Fields) {
    const body = { signerName, signerTitle, accepted: accepted === "on", documentVersion: version };
    await answered(api.POST("/api/v1/agreements:signBaa", { body }));
    signed();
  }
  return (
    <Form submit={submit} label="Sign">
      <TextField name="signerName" label="Your full name" hint="Typed, it is your signature." autoComplete="name" maxLength={200} required />
      <TextField name="signerTitle" label="Your office in the practice" hint="As Owner, or Privacy Officer." maxLength={200} required />
      <CheckField name="accepted" label="I have read this agreement, accept it, and may bind the practice." required />
    </Form>
  );
}
