import { useState } from "react";
import { Link } from "react-router";

import { answered, api } from "../api/client";
import { Form } from "../ui/form";
import { Notice } from "../ui/notice";
import { Page } from "../ui/page";
import { Panel } from "../ui/panel";
import { useSession, useSessionReload } from "./frame/session";
import { useLinkToken } from "./fragment";

const BACK = <Link to="/settings/profile">Profile</Link>;

/** `/app/email#token=`: the link of the letter to a new address. It counts for who asked for it, signed in. */
export function ChangeEmail() {
  const token = useLinkToken();
  const { user } = useSession();
  const reloadSession = useSessionReload();
  const [done, setDone] = useState(false);

  async function submit() {
    await answered(api.POST("/api/v1/me/email:confirm", { body: { token } }));
    setDone(true);
    reloadSession();
  }

  return (
    <Page title="Your new address" above={BACK}>
      <Panel>
        {done && <Notice kind="success">From now on you sign in with {user?.email}. Every other session you had is ended.</Notice>}
        {!done && !token && <p>This page needs the link from your letter. Open it there, or copy all of it, to its last character.</p>}
        {!done && token && (
          <>
            <p>
              You sign in with <strong>{user?.email}</strong> now. Put the address that the letter came to in its place?
            </p>
            <Form submit={submit} label="Use the new address" />
          </>
        )}
      </Panel>
    </Page>
  );
}
