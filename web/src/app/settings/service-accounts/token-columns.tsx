import "./tokens.css";

import type { ServiceAccountToken, User } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { day, moment } from "../../../ui/format";
import type { Column } from "../../../ui/table";
import { userName } from "../directory";

export type TokenAct = "rotate" | "revoke";

type Ask = (act: TokenAct, token: ServiceAccountToken) => void;

export function tokenColumns(users: readonly User[], ask: Ask): Column<ServiceAccountToken>[] {
  return [
    { head: "Name", cell: (token) => <NameCell token={token} users={users} /> },
    { head: "State", cell: (token) => <StateCell token={token} /> },
    { head: "Ends", cell: ({ expireTime }) => day(expireTime) },
    { head: "Last use", cell: (token) => <LastUse token={token} /> },
    { head: "Actions", cell: (token) => <Actions token={token} ask={ask} /> },
  ];
}

function NameCell({ token, users }: { token: ServiceAccountToken; users: readonly User[] }) {
  const scopes = token.scopes.length > 0 ? token.scopes.join(", ") : "Nothing";
  return (
    <span className="tokens-lines">
      <strong>{token.name}</strong>
      <span className="quiet">May: {scopes}</span>
      <span className="quiet">
        Made {day(token.createTime)} by {userName(users, token.creatorId)}
      </span>
    </span>
  );
}

function StateCell({ token: { state, successorId } }: { token: ServiceAccountToken }) {
  if (state === "SERVICE_ACCOUNT_TOKEN_STATE_EXPIRED") return <Badge>Ended</Badge>;
  if (state === "SERVICE_ACCOUNT_TOKEN_STATE_REVOKED") return <Badge kind="danger">Revoked</Badge>;
  if (successorId) return <Badge kind="warning">Rotated</Badge>;
  return <Badge kind="success">Active</Badge>;
}

function LastUse({ token: { lastUseTime, lastUseSource } }: { token: ServiceAccountToken }) {
  if (!lastUseTime) return <span className="quiet">Never</span>;
  return (
    <span className="tokens-lines">
      {moment(lastUseTime)}
      <span className="quiet">{lastUseSource}</span>
    </span>
  );
}

function Actions({ token, ask }: { token: ServiceAccountToken; ask: Ask }) {
  if (token.state !== "SERVICE_ACCOUNT_TOKEN_STATE_ACTIVE") return null;
  return (
    <span className="row">
      {!token.successorId && (
        <Button look="plain" onClick={() => ask("rotate", token)} aria-label={`Rotate ${token.name}`}>
          Rotate
        </Button>
      )}
      <Button look="plain" onClick={() => ask("revoke", token)} aria-label={`Revoke ${token.name}`}>
        Revoke
      </Button>
    </span>
  );
}
