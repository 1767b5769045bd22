import { answered, api } from "../../api/client";
import { Button } from "../../ui/button";
import { Form, type Fields } from "../../ui/form";
import { TextField } from "../../ui/text-field";
import { Gate } from "../frame/gate";

type Props = { challengeId: string; entered: () => unknown; again: () => void };

/** After a right password, of an account with a second factor. */
export function SecondStep({ challengeId, entered, again }: Props) {
  async function submit({ code = "" }: Fields) {
    await answered(api.POST("/api/v1/session/mfa", { body: { challengeId, code } }));
    await entered();
  }
  return (
    <Gate title="Second step" beside={<Button look="plain" onClick={again}>Sign in as someone else</Button>}>
      <Form submit={submit} label="Continue">
        <TextField name="code" label="Code" hint="Of your authenticator app, or a recovery code." autoComplete="one-time-code" required autoFocus />
      </Form>
    </Gate>
  );
}
