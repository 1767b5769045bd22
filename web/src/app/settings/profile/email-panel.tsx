import { useState } from "react";

import { answered, api } from "../../../api/client";
import { Button } from "../../../ui/button";
import { Form, type Fields } from "../../../ui/form";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { TextField } from "../../../ui/text-field";

/** The address the person signs in with; another one counts once its own letter was answered. */
export function EmailPanel({ email }: { email: string }) {
  const [editing, setEditing] = useState(false);
  const [sentTo, setSentTo] = useState("");

  async function submit({ email: wished = "" }: Fields) {
    await answered(api.POST("/api/v1/me:changeEmail", { body: { email: wished } }));
    setEditing(false);
    setSentTo(wished);
  }

  return (
    <Panel title="E-mail" actions={!editing && <Button onClick={() => setEditing(true)}>Change</Button>}>
      <p>
        You sign in with <strong>{email}</strong>.
      </p>
      {sentTo && !editing && (
        <Notice kind="success">
          Look into the mail of {sentTo}: the link in its letter puts the new address in force. Until then nothing changes.
        </Notice>
      )}
      {editing && (
        <Form submit={submit} label="Send the letter" actions={<Button onClick={() => setEditing(false)}>Cancel</Button>}>
          <TextField
            name="email"
            label="New e-mail address"
            type="email"
            hint="We write to it, and tell your present address."
            autoComplete="email"
            maxLength={254}
            required
            autoFocus
          />
        </Form>
      )}
    </Panel>
  );
}
