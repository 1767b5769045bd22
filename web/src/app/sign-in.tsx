import { useEffect, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { answered, api } from "../api/client";
import { Problem } from "../api/problem";
import { Form, type Fields } from "../ui/form";
import { TextField } from "../ui/text-field";
import { forgetFragment, useFragment } from "./fragment";
import { Gate } from "./frame/gate";
import { handedOver, listed, type Challenge } from "./sign-in/challenge";
import { ownPath } from "./sign-in/own-path";
import { PasskeySignIn } from "./sign-in/passkey-sign-in";
import { Providers } from "./sign-in/providers";
import { SecondStep } from "./sign-in/second-step";

/** What the password alone, or a provider's word, was not enough for. */
type Next = Challenge | { step: "provider"; providerIds: string[] };

/** `/app/sign-in` */
export function SignIn() {
  const fragment = useFragment();
  const [next, setNext] = useState<Next | undefined>(() => handedOver(fragment));
  useEffect(forgetFragment, []);
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const target = (next?.step === "second-factor" && next.target) || ownPath(parameters.get("next"));
  const enter = () => navigate(target, { replace: true });
  const again = () => setNext(undefined);

  async function submit({ email = "", password = "" }: Fields) {
    try {
      await answered(api.POST("/api/v1/session", { body: { email, password } }));
    } catch (thrown) {
      return setNext(asked(Problem.from(thrown)));
    }
    await enter();
  }

  if (next?.step === "second-factor") {
    return <SecondStep challengeId={next.challengeId} kinds={next.kinds} entered={enter} again={again} />;
  }
  if (next?.step === "provider") return <Providers ids={next.providerIds} target={target} again={again} />;
  return (
    <Gate title="Sign in" beside={<NewHere />}>
      <Form submit={submit} label="Sign in">
        <TextField name="email" label="E-mail" type="email" autoComplete="username webauthn" required autoFocus />
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          hint={<Link to="/password">Forgot your password?</Link>}
          required
        />
      </Form>
      <div className="gate-or">or</div>
      <PasskeySignIn entered={enter} />
      <Link className="button" to={`/sign-in/sso?${parameters}`}>
        Single sign-on
      </Link>
    </Gate>
  );
}

function NewHere() {
  return (
    <>
      New here? <Link to="/sign-up">Start a trial</Link>
    </>
  );
}

/** Throws the problem when it asks for nothing more. */
function asked(problem: Problem): Next {
  const { metadata } = problem;
  if (problem.reason === "MFA_REQUIRED") {
    return { step: "second-factor", challengeId: metadata["challengeId"] ?? "", kinds: listed(metadata["kinds"]) };
  }
  if (problem.reason === "SSO_REQUIRED") return { step: "provider", providerIds: listed(metadata["providerIds"]) };
  throw problem;
}
