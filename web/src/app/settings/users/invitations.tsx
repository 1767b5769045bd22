import "./users.css";

import { useState } from "react";

import { answered, api } from "../../../api/client";
import { everyPage, LARGEST } from "../../../api/every-page";
import type { Invitation, Role, User } from "../../../api/schema";
import { useAct } from "../../../api/use-act";
import { useLoaded } from "../../../api/use-loaded";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { day } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { Table, type Column } from "../../../ui/table";
import { WhenLoaded } from "../../../ui/when-loaded";
import { roleName, userName } from "../directory";

const STATES: Record<Invitation["state"], [string, "note" | "success" | "warning"]> = {
  INVITATION_STATE_UNSPECIFIED: ["Unknown", "note"],
  INVITATION_STATE_PENDING: ["Waiting", "note"],
  INVITATION_STATE_EXPIRED: ["Expired", "warning"],
  INVITATION_STATE_ACCEPTED: ["Accepted", "success"],
  INVITATION_STATE_CANCELLED: ["Withdrawn", "note"],
};
const OPEN: readonly Invitation["state"][] = ["INVITATION_STATE_PENDING", "INVITATION_STATE_EXPIRED"];

type Props = { users: readonly User[]; roles: readonly Role[]; /** Grows with each invitation made. */ round: number };

export function Invitations({ users, roles, round }: Props) {
  const invitations = useLoaded(everyInvitation, [round]);
  const [every, setEvery] = useState(false);
  return (
    <Panel title="Invitations">
      <WhenLoaded loaded={invitations}>
        {(found) => (
          <>
            <Listed
              invitations={every ? found : found.filter(isOpen)}
              users={users}
              roles={roles}
              changed={invitations.reload}
            />
            {found.some((invitation) => !isOpen(invitation)) && (
              <div>
                <Button look="plain" onClick={() => setEvery(!every)}>
                  {every ? "Hide accepted and withdrawn" : "Show accepted and withdrawn"}
                </Button>
              </div>
            )}
          </>
        )}
      </WhenLoaded>
    </Panel>
  );
}

type ListedProps = Omit<Props, "round"> & { invitations: readonly Invitation[]; changed: () => void };

function Listed({ invitations, users, roles, changed }: ListedProps) {
  const { run, busy, problem } = useAct();
  const [sent, setSent] = useState("");
  const [withdrawn, setWithdrawn] = useState<Invitation>();
  const resend = (invitation: Invitation) =>
    run(async () => {
      await answered(api.POST("/api/v1/invitations/{invitation_id}:resend", { params: named(invitation), body: {} }));
      setSent(invitation.email);
      changed();
    });
  const columns: Column<Invitation>[] = [
    { head: "E-mail", cell: (invitation) => <WhomCell invitation={invitation} by={userName(users, invitation.inviterId)} /> },
    { head: "Role", cell: (invitation) => roleName(roles, invitation.role) },
    { head: "State", cell: ({ state }) => <Badge kind={STATES[state][1]}>{STATES[state][0]}</Badge> },
    {
      head: "Actions",
      cell: (invitation) =>
        isOpen(invitation) && (
          <span className="row">
            <Button look="plain" disabled={busy} onClick={() => void resend(invitation)} aria-label={`Send again to ${invitation.email}`}>
              Send again
            </Button>
            <Button look="plain" onClick={() => setWithdrawn(invitation)} aria-label={`Withdraw the invitation of ${invitation.email}`}>
              Withdraw
            </Button>
          </span>
        ),
    },
  ];
  return (
    <>
      {problem && <Notice kind="problem">{problem.message}</Notice>}
      {sent && !problem && <Notice kind="success">A new letter is on its way to {sent}. The old link no longer works.</Notice>}
      <Table
        caption="Invitations"
        columns={columns}
        rows={invitations}
        rowKey={(invitation) => invitation.invitationId}
        empty="Nobody is invited at the moment."
      />
      {withdrawn && <Withdraw invitation={withdrawn} done={changed} close={() => setWithdrawn(undefined)} />}
    </>
  );
}

function WhomCell({ invitation, by }: { invitation: Invitation; by: string }) {
  return (
    <span className="users-who">
      {invitation.email}
      <span className="quiet">
        Invited by {by}
        {isOpen(invitation) && `; the link works until ${day(invitation.expireTime)}`}
      </span>
    </span>
  );
}

function Withdraw({ invitation, done, close }: { invitation: Invitation; done: () => void; close: () => void }) {
  async function act() {
    await answered(api.DELETE("/api/v1/invitations/{invitation_id}", { params: named(invitation) }));
    done();
  }
  return (
    <Confirm title="Withdraw the invitation" label="Withdraw" act={act} close={close}>
      <p>The link sent to {invitation.email} will no longer work. You can invite them again at any time.</p>
    </Confirm>
  );
}

function everyInvitation(): Promise<Invitation[]> {
  return everyPage(async (pageToken) => {
    const query = { pageSize: LARGEST, pageToken };
    const { invitations, nextPageToken } = await answered(api.GET("/api/v1/invitations", { params: { query } }));
    return { items: invitations, nextPageToken };
  });
}

function isOpen({ state }: Invitation): boolean {
  return OPEN.includes(state);
}

function named({ invitationId }: Invitation) {
  return { path: { invitation_id: invitationId } };
}
