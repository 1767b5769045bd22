import { useState } from "react";

import { answered, api } from "../../../api/client";
import { Form, type Fields } from "../../../ui/form";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { TextField } from "../../../ui/text-field";
import { NewPasswordField } from "../../frame/new-password-field";

export function PasswordPanel() {
  const [changes, setChanges] = useState(0);
  async function submit({ currentPassword = "", newPassword = "" }: Fields) {
    await answered(api.POST("/api/v1/me/password", { body: { currentPassword, newPassword } }));
    setChanges((before) => before + 1);
  }
  return (
    <Panel title="Password">
      {changes > 0 && <Notice kind="success">Your password is changed, and every other session you had is ended.</Notice>}
      {/* Its key empties it once the password is changed. */}
      <Form key={changes} submit={submit} label="Change the password">
        <TextField name="currentPassword" label="Present password" type="password" autoComplete="current-password" maxLength={1024} required />
        <NewPasswordField name="newPassword" label="New password" />
      </Form>
    </Panel>
  );
}
