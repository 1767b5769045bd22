import { useState } from "react";

import { answered, api } from "../../../api/client";
import { everyPage, LARGEST } from "../../../api/every-page";
import type { Role, ServiceAccount, ServiceAccountToken, User } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Panel } from "../../../ui/panel";
import { Table } from "../../../ui/table";
import { WhenLoaded } from "../../../ui/when-loaded";
import { CreateToken } from "./create-token";
import { RotateToken } from "./rotate-token";
import { SecretOnce } from "./secret-once";
import { tokenColumns, type TokenAct } from "./token-columns";

type Props = { account: ServiceAccount; users: readonly User[]; role: Role | undefined };
type Asked = { act: TokenAct; token: ServiceAccountToken } | { act: "create" };

export function Tokens({ account, users, role }: Props) {
  const { serviceAccountId } = account;
  const tokens = useLoaded(() => everyToken(serviceAccountId), [serviceAccountId]);
  const [asked, setAsked] = useState<Asked>();
  const [secret, setSecret] = useState("");
  const close = () => setAsked(undefined);
  const made = (token: string) => {
    setSecret(token);
    tokens.reload();
  };
  return (
    <Panel title="Tokens">
      <WhenLoaded loaded={tokens}>
        {(found) => (
          <Table
            caption="Tokens"
            columns={tokenColumns(users, (act, token) => setAsked({ act, token }))}
            rows={found}
            rowKey={({ tokenId }) => tokenId}
            empty="No token yet: it can do nothing until it has one."
          />
        )}
      </WhenLoaded>
      <div>
        <Button onClick={() => setAsked({ act: "create" })}>Create a token</Button>
      </div>
      {asked?.act === "create" && (
        <CreateToken serviceAccountId={serviceAccountId} permissions={role?.permissions ?? []} made={made} close={close} />
      )}
      {asked?.act === "rotate" && (
        <RotateToken serviceAccountId={serviceAccountId} token={asked.token} made={made} close={close} />
      )}
      {asked?.act === "revoke" && (
        <Revoke serviceAccountId={serviceAccountId} token={asked.token} revoked={tokens.reload} close={close} />
      )}
      {secret && <SecretOnce secret={secret} done={() => setSecret("")} />}
    </Panel>
  );
}

type RevokeProps = { serviceAccountId: string; token: ServiceAccountToken; revoked: () => void; close: () => void };

function Revoke({ serviceAccountId, token, revoked, close }: RevokeProps) {
  async function act() {
    const path = { service_account_id: serviceAccountId, token_id: token.tokenId };
    await answered(api.DELETE("/api/v1/service-accounts/{service_account_id}/tokens/{token_id}", { params: { path } }));
    revoked();
  }
  return (
    <Confirm title={`Revoke ${token.name}`} label="Revoke" act={act} close={close}>
      <p>What uses it stops working within five seconds. To replace it without a gap, rotate it instead.</p>
    </Confirm>
  );
}

function everyToken(serviceAccountId: string): Promise<ServiceAccountToken[]> {
  return everyPage(async (pageToken) => {
    const params = { path: { service_account_id: serviceAccountId }, query: { pageSize: LARGEST, pageToken } };
    const { tokens, nextPageToken } = await answered(api.GET("/api/v1/service-accounts/{service_account_id}/tokens", { params }));
    return { items: tokens, nextPageToken };
  });
}
