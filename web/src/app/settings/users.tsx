import { useState } from "react";

import { useLoaded } from "../../api/use-loaded";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { WhenLoaded } from "../../ui/when-loaded";
import { useMay } from "../frame/session";
import { everyRole, everyUser } from "./directory";
import { Invitations } from "./users/invitations";
import { InviteDialog } from "./users/invite-dialog";
import { PeoplePanel } from "./users/people-panel";

/** `/app/settings/users` */
export function Users() {
  const mayInvite = useMay("users.write");
  const known = useLoaded(async () => {
    const [users, roles] = await Promise.all([everyUser(), everyRole()]);
    return { users, roles };
  });
  const [inviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<string[]>([]);
  const invite = (
    <Button look="primary" disabled={!known.value} onClick={() => setInviting(true)}>
      Invite someone
    </Button>
  );
  return (
    <Page title="People" actions={mayInvite && invite}>
      {invited.length > 0 && <Notice kind="success">An invitation is on its way to {invited[0]}.</Notice>}
      <WhenLoaded loaded={known}>
        {({ users, roles }) => (
          <>
            <PeoplePanel users={users} roles={roles} />
            {mayInvite && <Invitations users={users} roles={roles} round={invited.length} />}
            {inviting && (
              <InviteDialog
                roles={roles}
                invited={(email) => setInvited([email, ...invited])}
                close={() => setInviting(false)}
              />
            )}
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}
