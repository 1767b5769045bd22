import { answered, api } from "../../api/client";
import { answerByPasskey, passkeysWork } from "../../api/passkey";
import { Form } from "../../ui/form";

type Props = {
  /** The challenge of a sign-in that the passkey answers; without one it signs in by itself. */
  challengeId?: string;
  entered: () => unknown;
};

export function PasskeySignIn({ challengeId, entered }: Props) {
  async function submit() {
    const body = challengeId ? { challengeId } : {};
    const { optionsJson } = await answered(api.POST("/api/v1/session/passkey:begin", { body }));
    const credentialJson = await answerByPasskey(optionsJson);
    await (challengeId
      ? answered(api.POST("/api/v1/session/mfa", { body: { challengeId, credentialJson } }))
      : answered(api.POST("/api/v1/session/passkey", { body: { credentialJson } })));
    await entered();
  }
  return passkeysWork ? <Form submit={submit} label="Use a passkey" look="secondary" /> : null;
}
