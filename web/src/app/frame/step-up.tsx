import { useEffect, useState } from "react";

import { answered, api } from "../../api/client";
import { answerByPasskey } from "../../api/passkey";
import { proveWith } from "../../api/proof";
import { useLoaded } from "../../api/use-loaded";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Form, type Fields } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { TextField } from "../../ui/text-field";

type Asked = { answer: (proved: boolean) => void };

/** Asks for a fresh proof of who acts whenever a call needs one; the call is then sent again by itself. */
export function StepUp() {
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => proveWith(() => new Promise((answer) => setAsked({ answer }))), []);
  if (!asked) return null;
  const finish = (proved: boolean) => {
    setAsked(undefined);
    asked.answer(proved);
  };
  return (
    <Dialog title="Confirm it is you" close={() => finish(false)}>
      <p className="quiet">What you are about to do matters, so prove once more who you are. That holds for ten minutes.</p>
      <Ways proved={() => finish(true)} cancel={() => finish(false)} />
    </Dialog>
  );
}

type WaysProps = { proved: () => void; cancel: () => void };

/** Who has a second factor proves it by that; who has none by the password, or where their session came from. */
function Ways({ proved, cancel }: WaysProps) {
  const { value, problem } = useLoaded(async () => {
    const { factors } = await answered(api.GET("/api/v1/me/mfa"));
    const kinds = new Set(factors.map((factor) => factor.kind));
    return { kinds, linked: kinds.size === 0 && (await linked()) };
  });
  if (problem) return <Notice kind="problem">{problem.message}</Notice>;
  if (!value) return null;
  return (
    <div className="stack">
      {value.kinds.has("FACTOR_KIND_PASSKEY") && <ByPasskey proved={proved} />}
      <ByText code={value.kinds.size > 0} proved={proved} cancel={cancel} />
      {value.linked && <Form submit={atProvider} label="Confirm where you signed in" look="secondary" />}
    </div>
  );
}

async function linked(): Promise<boolean> {
  return (await answered(api.GET("/api/v1/me/sso-links"))).links.length > 0;
}

/** Leaves the page for the provider that the session came through; what was about to be done is done anew after that. */
async function atProvider() {
  const returnTo = window.location.pathname + window.location.search;
  const { authorizationUrl } = await answered(api.POST("/api/v1/me/step-up:sso", { body: { returnTo } }));
  window.location.assign(authorizationUrl);
}

function ByPasskey({ proved }: { proved: () => void }) {
  async function submit() {
    const { optionsJson } = await answered(api.POST("/api/v1/me/step-up:begin", { body: {} }));
    const credentialJson = await answerByPasskey(optionsJson);
    await answered(api.POST("/api/v1/me/step-up", { body: { credentialJson } }));
    proved();
  }
  return <Form submit={submit} label="Use a passkey" />;
}

function ByText({ code, proved, cancel }: WaysProps & { code: boolean }) {
  async function submit({ proof = "" }: Fields) {
    await answered(api.POST("/api/v1/me/step-up", { body: code ? { code: proof } : { password: proof } }));
    proved();
  }
  return (
    <Form submit={submit} label="Confirm" actions={<Button onClick={cancel}>Cancel</Button>}>
      {code ? (
        <TextField name="proof" label="Code" hint="Of your authenticator app, or a recovery code." autoComplete="one-time-code" required autoFocus />
      ) : (
        <TextField name="proof" label="Password" type="password" autoComplete="current-password" required autoFocus />
      )}
    </Form>
  );
}
