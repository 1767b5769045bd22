import { answered, api } from "../../api/client";
import { Button } from "../../ui/button";
import { Form, type Fields } from "../../ui/form";
import { TextField } from "../../ui/text-field";
import { Gate } from "../frame/gate";
import { PasskeySignIn } from "./passkey-sign-in";

type Props = { challengeId: string; kinds: readonly string[]; entered: () => unknown; again: () => void };

/** After a right password of an account with a second factor. */
export function SecondStep({ challengeId, kinds, entered, again }: Props) {
  async function submit({ code = "" }: Fields) {
    await answered(api.POST("/api/v1/session/mfa", { body: { challengeId, code: code.trim() } }));
    await entered();
  }
  const app = kinds.includes("totp");
  const hint = app ? "Six digits of your authenticator app, or a recovery code." : "One of your recovery codes.";
  const beside = (
    <Button look="plain" onClick={again}>
      Sign in as someone else
    </Button>
  );
  return (
    <Gate title="Confirm it is you" beside={beside}>
      {kinds.includes("passkey") && (
        <>
          <PasskeySignIn challengeId={challengeId} entered={entered} />
          <div className="gate-or">or</div>
        </>
      )}
      <Form submit={submit} label="Continue">
        <TextField
          name="code"
          label={app ? "Code" : "Recovery code"}
          hint={hint}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
        />
      </Form>
    </Gate>
  );
}
