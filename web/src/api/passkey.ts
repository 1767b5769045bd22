/** Passkeys: what the API hands over as JSON text, to the browser's authenticator and back. */

import { Problem } from "./problem";

export const passkeysWork = "PublicKeyCredential" in window;

/** The answer of a passkey to options of the API. Throws Problem when the person cancelled, or has none that fits. */
export async function answerByPasskey(optionsJson: string): Promise<string> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    JSON.parse(optionsJson) as PublicKeyCredentialRequestOptionsJSON,
  );
  return asked(navigator.credentials.get({ publicKey }));
}

/** A new passkey for options of the API. */
export async function makePasskey(optionsJson: string): Promise<string> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    JSON.parse(optionsJson) as PublicKeyCredentialCreationOptionsJSON,
  );
  return asked(navigator.credentials.create({ publicKey }));
}

async function asked(answer: Promise<Credential | null>): Promise<string> {
  try {
    const credential = await answer;
    if (credential instanceof PublicKeyCredential) return JSON.stringify(credential.toJSON());
  } catch (thrown) {
    if (!(thrown instanceof DOMException)) throw thrown;
    if (thrown.name === "InvalidStateError") throw new Problem(0, "PASSKEY_KNOWN", "This device has a passkey here already.");
  }
  throw new Problem(0, "PASSKEY_CANCELLED", "No passkey was used. Try again, or choose another way.");
}
