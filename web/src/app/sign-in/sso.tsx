import { useState } from "react";
import { Link, useSearchParams } from "react-router";

import { answered, api } from "../../api/client";
import { Problem } from "../../api/problem";
import type { SsoChoice } from "../../api/schema";
import { Form, type Fields } from "../../ui/form";
import { TextField } from "../../ui/text-field";
import { Gate } from "../frame/gate";
import { ownPath } from "./own-path";
import { startAddress } from "./start-address";

const NONE = "No identity provider is known for this address. Sign in with your password, or ask your administrator.";

/** `/app/sign-in/sso` */
export function SingleSignOn() {
  const [parameters] = useSearchParams();
  const [choices, setChoices] = useState<SsoChoice[]>();
  const addressOf = (choice: SsoChoice) => startAddress(choice.startPath, ownPath(parameters.get("next")));

  async function submit({ email = "" }: Fields) {
    const found = await answered(api.POST("/api/v1/sso:discover", { body: { email } }));
    const [first, ...others] = found.choices;
    if (!first) throw new Problem(0, "SSO_UNKNOWN", NONE);
    if (others.length) return setChoices(found.choices);
    window.location.assign(addressOf(first));
  }

  return (
    <Gate title="Single sign-on" beside={<Link to={`/sign-in?${parameters}`}>Sign in another way</Link>}>
      {choices ? (
        choices.map((choice) => (
          <a key={choice.providerId} className="button button-primary" href={addressOf(choice)}>
            Continue with {choice.displayName}
          </a>
        ))
      ) : (
        <Form submit={submit} label="Continue">
          <TextField name="email" label="E-mail at your practice" type="email" autoComplete="username" required autoFocus />
        </Form>
      )}
    </Gate>
  );
}
