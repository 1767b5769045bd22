import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { answered, api } from "../api/client";
import { Problem } from "../api/problem";
import { Form, type Fields } from "../ui/form";
import { TextField } from "../ui/text-field";
import { Gate } from "./frame/gate";
import { SecondStep } from "./sign-in/second-step";
import { ownPath } from "./sign-in/own-path";

/** `/app/sign-in` */
export function SignIn() {
  const [challengeId, setChallengeId] = useState("");
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const enter = () => navigate(ownPath(parameters.get("next")), { replace: true });

  async function submit({ email = "", password = "" }: Fields) {
    try {
      await answered(api.POST("/api/v1/session", { body: { email, password } }));
    } catch (thrown) {
      const problem = Problem.from(thrown);
      if (problem.reason !== "MFA_REQUIRED") throw problem;
      return setChallengeId(problem.metadata["challengeId"] ?? "");
    }
    await enter();
  }

  if (challengeId) return <SecondStep challengeId={challengeId} entered={enter} again={() => setChallengeId("")} />;
  return (
    <Gate title="Sign in" beside={<>New here? <Link to="/sign-up">Start a trial</Link></>}>
      <Form submit={submit} label="Sign in">
        <TextField name="email" label="E-mail" type="email" autoComplete="username" required autoFocus />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
      </Form>
    </Gate>
  );
}
