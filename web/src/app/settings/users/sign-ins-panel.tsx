import { useState } from "react";

import { answered, api } from "../../../api/client";
import { usePages } from "../../../api/use-pages";
import { Button } from "../../../ui/button";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { SignInTable } from "../sign-ins/sign-in-table";

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
  const { loaded, more, busy } = usePages(async (pageToken) => {
    const params = { path: { user_id: userId }, query: { pageSize: 20, pageToken } };
    const page = await answered(api.GET("/api/v1/users/{user_id}/sign-ins", { params }));
    return { items: page.signIns, nextPageToken: page.nextPageToken };
  });
  return (
    <>
      <WhenLoaded loaded={loaded}>{(signIns) => <SignInTable signIns={signIns} />}</WhenLoaded>
      {more && (
        <div>
          <Button busy={busy} onClick={more}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}
