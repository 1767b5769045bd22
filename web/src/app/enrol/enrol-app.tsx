import "./enrol.css";

import { useEffect, useState } from "react";

import { answered, api } from "../../api/client";
import { Problem } from "../../api/problem";
import type { BeginTotpResponse } from "../../api/schema";
import { Form, type Fields } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { TextField } from "../../ui/text-field";

type Props = { enrolled: (recoveryCodes: readonly string[]) => void };

/** An authenticator app: shows what it needs to know, and takes a code of it in proof. */
export function EnrolApp({ enrolled }: Props) {
  const [begun, setBegun] = useState<BeginTotpResponse>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    answered(api.POST("/api/v1/me/mfa/totp", { body: {} })).then(setBegun, (thrown) => setProblem(Problem.from(thrown)));
  }, []);

  async function submit({ code = "" }: Fields) {
    const { recoveryCodes } = await answered(api.POST("/api/v1/me/mfa/totp:confirm", { body: { code: code.trim() } }));
    enrolled(recoveryCodes);
  }

  if (problem) return <Notice kind="problem">{problem.message}</Notice>;
  if (!begun) return null;
  return (
    <div className="stack">
      <p>Scan this with your authenticator app, then give the six digits it shows.</p>
      <img className="enrol-qr" src={`data:image/svg+xml,${encodeURIComponent(begun.qrSvg)}`} alt="QR code for your authenticator app" />
      <details>
        <summary>I cannot scan it</summary>
        <p>
          Type this key into the app: <code className="enrol-secret">{begun.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
        </p>
      </details>
      <Form submit={submit} label="Confirm">
        <TextField name="code" label="Code" inputMode="numeric" autoComplete="one-time-code" required />
      </Form>
    </div>
  );
}
