import { useState } from "react";
import { Link } from "react-router";

import { answered, api } from "../../api/client";
import { Form, type Fields } from "../../ui/form";
import { TextField } from "../../ui/text-field";
import { Gate } from "../frame/gate";
import { LetterSent } from "../frame/letter-sent";

export function AskForLetter() {
  const [sentTo, setSentTo] = useState("");
  async function submit({ email = "" }: Fields) {
    await answered(api.POST("/api/v1/password-reset", { body: { email } }));
    setSentTo(email);
  }
  if (sentTo) return <LetterSent to={sentTo} what="Its link sets a new password, within one hour." />;
  return (
    <Gate title="Set a new password" beside={<Link to="/sign-in">Back to sign-in</Link>}>
      <p className="quiet">We send you a link to set it with.</p>
      <Form submit={submit} label="Send the link">
        <TextField name="email" label="E-mail" type="email" autoComplete="username" required autoFocus />
      </Form>
    </Gate>
  );
}
