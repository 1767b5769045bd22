import { useState } from "react";
import { Link } from "react-router";

import { answered, api } from "../../api/client";
import { Form, type Fields } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { Gate } from "../frame/gate";
import { NewPasswordField } from "../frame/new-password-field";

/** It signs nobody in: whoever has a second factor is still asked for it. */
export function SetPassword({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  async function submit({ newPassword = "" }: Fields) {
    await answered(api.POST("/api/v1/password-reset:confirm", { body: { token, newPassword } }));
    setDone(true);
  }
  if (done) {
    return (
      <Gate title="Set a new password">
        <Notice kind="success">Your new password is set, and every session you had is ended.</Notice>
        <Link className="button button-primary" to="/sign-in">
          Sign in
        </Link>
      </Gate>
    );
  }
  return (
    <Gate title="Set a new password" beside={<Link to="/sign-in">Back to sign-in</Link>}>
      <p className="quiet">It ends every session you have, on every device.</p>
      <Form submit={submit} label="Set the password">
        <NewPasswordField name="newPassword" label="New password" />
      </Form>
    </Gate>
  );
}
