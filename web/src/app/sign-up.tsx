import { useState } from "react";
import { Link } from "react-router";

import { answered, api } from "../api/client";
import { Form, type Fields } from "../ui/form";
import { TextField } from "../ui/text-field";
import { Gate } from "./frame/gate";
import { LetterSent } from "./frame/letter-sent";
import { NewPasswordField } from "./frame/new-password-field";

/** `/app/sign-up` */
export function SignUp() {
  const [sentTo, setSentTo] = useState("");
  async function submit({ email = "", password = "" }: Fields) {
    await answered(api.POST("/api/v1/signup", { body: { email, password } }));
    setSentTo(email);
  }
  if (sentTo) return <LetterSent to={sentTo} what="Open its link and give the password you just chose: then your practice is there." />;
  return (
    <Gate title="Start your trial" beside={<Beside />}>
      <p className="quiet">Fourteen days, no card, and nothing is charged when they end.</p>
      <Form submit={submit} label="Start">
        <TextField name="email" label="E-mail at work" type="email" autoComplete="username" required autoFocus />
        <NewPasswordField name="password" label="Password" />
      </Form>
    </Gate>
  );
}

function Beside() {
  return (
    <>
      You have an account? <Link to="/sign-in">Sign in</Link>
    </>
  );
}
