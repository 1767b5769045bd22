import { useState } from "react";

import { answered, api } from "../../../api/client";
import { Button } from "../../../ui/button";
import { Panel } from "../../../ui/panel";
import { SignInPages } from "../sign-ins/sign-in-pages";

/** Asked for by a button: that somebody looked is recorded. */
export function SignInsPanel({ userId }: { userId: string }) {
  const [asked, setAsked] = useState(false);
  return (
    <Panel title="Sign-ins">
      {asked ? (
        <Attempts userId={userId} />
      ) : (
        <>
          <p className="quiet">From where and by what they signed in, or tried to. That you looked is recorded.</p>
          <div>
            <Button onClick={() => setAsked(true)}>Show sign-ins</Button>
          </div>
        </>
      )}
    </Panel>
  );
}

function Attempts({ userId }: { userId: string }) {
  function load(pageToken: string) {
    const params = { path: { user_id: userId }, query: { pageSize: 20, pageToken } };
    return answered(api.GET("/api/v1/users/{user_id}/sign-ins", { params }));
  }
  return <SignInPages load={load} />;
}
