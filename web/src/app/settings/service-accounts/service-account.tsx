import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { answered, api } from "../../../api/client";
import { ifMatch } from "../../../api/if-match";
import type { Role, ServiceAccount, User } from "../../../api/schema";
import { useAct } from "../../../api/use-act";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Facts } from "../../../ui/facts";
import { Form, type Fields } from "../../../ui/form";
import { moment } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Page } from "../../../ui/page";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { Needs } from "../../frame/needs";
import { everyRole, everyUser, userName } from "../directory";
import { AccountFields } from "./account-fields";
import { StateBadge } from "./state-badge";
import { Tokens } from "./tokens";

type Props = { account: ServiceAccount; changed: () => void };

/** `/app/settings/service-accounts/{serviceAccountId}` */
export function ServiceAccountPage() {
  const { serviceAccountId = "" } = useParams();
  const path = { service_account_id: serviceAccountId };
  const account = useLoaded(
    () => answered(api.GET("/api/v1/service-accounts/{service_account_id}", { params: { path } })),
    [serviceAccountId],
  );
  return (
    <Page
      title={account.value?.name ?? "Service account"}
      above={<Link to="/settings/service-accounts">Service accounts</Link>}
    >
      <Needs permission="users.read">
        <WhenLoaded loaded={account}>{(found) => <Parts account={found} changed={account.reload} />}</WhenLoaded>
      </Needs>
    </Page>
  );
}

function Parts({ account, changed }: Props) {
  const known = useLoaded(async () => {
    const [roles, users] = await Promise.all([everyRole(), everyUser()]);
    return { roles, users };
  });
  return (
    <WhenLoaded loaded={known}>
      {({ roles, users }) => (
        <>
          <Panel>
            <Facts
              facts={[
                ["State", <StateBadge account={account} />],
                ["Added", moment(account.createTime)],
                ["Added by", userName(users, account.creatorId)],
              ]}
            />
          </Panel>
          <Tokens account={account} users={users} role={roles.find(({ roleId }) => roleId === account.role)} />
          <Change account={account} roles={roles} users={users} changed={changed} />
          <State account={account} changed={changed} />
        </>
      )}
    </WhenLoaded>
  );
}

function Change({ account, roles, users, changed }: Props & { roles: readonly Role[]; users: readonly User[] }) {
  async function submit({ name = "", role = "", onBehalfOf = "" }: Fields) {
    const query = { updateMask: "name,role,onBehalfOf" };
    const params = { path: named(account), query, header: ifMatch(account.etag) };
    await answered(api.PATCH("/api/v1/service-accounts/{service_account_id}", { params, body: { name, role, onBehalfOf } }));
    changed();
  }
  return (
    <Panel title="Name and role">
      <Form submit={submit} label="Save" done="Saved: in force within five seconds.">
        <AccountFields roles={roles} users={users} begin={account} />
      </Form>
    </Panel>
  );
}

function State({ account, changed }: Props) {
  const { run, busy, problem } = useAct();
  const [removing, setRemoving] = useState(false);
  const navigate = useNavigate();
  const disabled = account.state === "SERVICE_ACCOUNT_STATE_DISABLED";
  const state = disabled ? "SERVICE_ACCOUNT_STATE_ACTIVE" : "SERVICE_ACCOUNT_STATE_DISABLED";
  const turn = () =>
    run(async () => {
      const params = { path: named(account), query: { updateMask: "state" }, header: ifMatch(account.etag) };
      await answered(api.PATCH("/api/v1/service-accounts/{service_account_id}", { params, body: { state } }));
      changed();
    });
  async function remove() {
    await answered(api.DELETE("/api/v1/service-accounts/{service_account_id}", { params: { path: named(account) } }));
    await navigate("/settings/service-accounts");
  }
  return (
    <Panel title="Access">
      <p className="quiet">
        {disabled
          ? "None of its tokens works until it is enabled again."
          : "Disabled, none of its tokens works; enabled again, they do. Removed, they are revoked for good."}
      </p>
      {problem && <Notice kind="problem">{problem.message}</Notice>}
      <div className="row">
        <Button busy={busy} onClick={() => void turn()}>
          {disabled ? "Enable" : "Disable"}
        </Button>
        <Button look="danger" onClick={() => setRemoving(true)}>
          Remove
        </Button>
      </div>
      {removing && (
        <Confirm title={`Remove ${account.name}`} label="Remove" act={remove} close={() => setRemoving(false)}>
          <p>Every one of its tokens is revoked. What uses them stops working within five seconds.</p>
        </Confirm>
      )}
    </Panel>
  );
}

function named({ serviceAccountId }: ServiceAccount) {
  return { service_account_id: serviceAccountId };
}
