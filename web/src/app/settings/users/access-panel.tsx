import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { User } from "../../../api/schema";
import { useAct } from "../../../api/use-act";
import { Button } from "../../../ui/button";
import { CheckField } from "../../../ui/check-field";
import { Confirm } from "../../../ui/confirm";
import type { Fields } from "../../../ui/form";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { nameOfUser } from "../directory";

type Props = { user: User; changed: () => void };

export function AccessPanel({ user, changed }: Props) {
  const disabled = user.state === "USER_STATE_DISABLED";
  return <Panel title="Access">{disabled ? <Enable user={user} changed={changed} /> : <Disable user={user} changed={changed} />}</Panel>;
}

function Enable({ user, changed }: Props) {
  const { run, busy, problem } = useAct();
  const enable = () =>
    run(async () => {
      await answered(api.POST("/api/v1/users/{user_id}:enable", { params: named(user), body: {} }));
      changed();
    });
  return (
    <>
      {problem && <Notice kind="problem">{problem.message}</Notice>}
      <p className="quiet">{nameOfUser(user)} cannot sign in. Their seat is not billed, and what they worked on is kept.</p>
      <div>
        <Button busy={busy} onClick={() => void enable()}>
          Enable
        </Button>
      </div>
    </>
  );
}

function Disable({ user, changed }: Props) {
  const [asked, setAsked] = useState(false);
  async function act({ keepTokens }: Fields) {
    const body = { keepTokens: keepTokens === "on" };
    await answered(api.POST("/api/v1/users/{user_id}:disable", { params: named(user), body }));
    changed();
  }
  return (
    <>
      <p className="quiet">
        Disabling signs {nameOfUser(user)} out everywhere at once and ends the billing of their seat. What they worked on
        stays, and you can enable them again.
      </p>
      <div>
        <Button look="danger" onClick={() => setAsked(true)}>
          Disable
        </Button>
      </div>
      {asked && (
        <Confirm title={`Disable ${nameOfUser(user)}`} label="Disable" act={act} close={() => setAsked(false)}>
          <p>They are signed out everywhere at once. The tokens they made for service accounts end too, because they have seen them.</p>
          <CheckField name="keepTokens" label="Leave those tokens in force, for machines that must go on until theirs are rotated" />
        </Confirm>
      )}
    </>
  );
}

function named({ userId }: User) {
  return { path: { user_id: userId } };
}
