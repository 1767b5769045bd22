import { useState } from "react";
import { Link } from "react-router";

import { answered, api } from "../../api/client";
import { everyPage, LARGEST } from "../../api/every-page";
import type { Role, ServiceAccount, User } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Button } from "../../ui/button";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { Table, type Column } from "../../ui/table";
import { WhenLoaded } from "../../ui/when-loaded";
import { Needs } from "../frame/needs";
import { everyRole, everyUser, roleName, userName } from "./directory";
import { CreateServiceAccount } from "./service-accounts/create-service-account";
import { StateBadge } from "./service-accounts/state-badge";

/** `/app/settings/service-accounts` */
export function ServiceAccounts() {
  const [creating, setCreating] = useState(false);
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      Create a service account
    </Button>
  );
  return (
    <Page title="Service accounts" actions={create}>
      <p className="quiet">Machines that work in the workspace, with a role of their own and tokens instead of a password.</p>
      <Needs permission="users.read">
        <List creating={creating} close={() => setCreating(false)} />
      </Needs>
    </Page>
  );
}

function List({ creating, close }: { creating: boolean; close: () => void }) {
  const known = useLoaded(async () => {
    const [accounts, roles, users] = await Promise.all([everyServiceAccount(), everyRole(), everyUser()]);
    return { accounts, roles, users };
  });
  return (
    <WhenLoaded loaded={known}>
      {({ accounts, roles, users }) => (
        <>
          <Panel>
            <Table
              caption="Service accounts"
              columns={columns(roles, users)}
              rows={accounts}
              rowKey={({ serviceAccountId }) => serviceAccountId}
              empty="No service account yet."
            />
          </Panel>
          {creating && <CreateServiceAccount roles={roles} users={users} close={close} />}
        </>
      )}
    </WhenLoaded>
  );
}

function columns(roles: readonly Role[], users: readonly User[]): Column<ServiceAccount>[] {
  return [
    {
      head: "Name",
      cell: ({ serviceAccountId, name }) => <Link to={`/settings/service-accounts/${serviceAccountId}`}>{name}</Link>,
    },
    { head: "Role", cell: ({ role }) => roleName(roles, role) },
    { head: "Works for", cell: ({ onBehalfOf }) => (onBehalfOf ? userName(users, onBehalfOf) : <span className="quiet">Nobody</span>) },
    { head: "State", cell: (account) => <StateBadge account={account} /> },
    { head: "Added by", cell: ({ creatorId }) => userName(users, creatorId) },
  ];
}

function everyServiceAccount(): Promise<ServiceAccount[]> {
  return everyPage(async (pageToken) => {
    const query = { pageSize: LARGEST, pageToken };
    const { serviceAccounts, nextPageToken } = await answered(api.GET("/api/v1/service-accounts", { params: { query } }));
    return { items: serviceAccounts, nextPageToken };
  });
}
