import "./users.css";

import { useState } from "react";
import { Link } from "react-router";

import type { Role, User } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { moment } from "../../../ui/format";
import { Panel } from "../../../ui/panel";
import { Table, type Column } from "../../../ui/table";
import { nameOfUser, roleName } from "../directory";

/** From how many people on looking for one is quicker than reading. */
const MANY = 8;

type Props = { users: readonly User[]; roles: readonly Role[] };

export function PeoplePanel({ users, roles }: Props) {
  const [wanted, setWanted] = useState("");
  const found = users.filter((user) => `${user.displayName} ${user.email}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Panel>
      {users.length >= MANY && (
        <input
          className="field-input users-search"
          type="search"
          aria-label="Find a person by name or e-mail"
          placeholder="Find by name or e-mail"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <Table caption="People" columns={columns(roles)} rows={found} rowKey={(user) => user.userId} empty="Nobody found." />
    </Panel>
  );
}

function columns(roles: readonly Role[]): Column<User>[] {
  return [
    { head: "Name", cell: (user) => <WhoCell user={user} /> },
    { head: "Role", cell: (user) => roleName(roles, user.role) },
    { head: "State", cell: (user) => <StateBadge user={user} /> },
    { head: "Last sign-in", cell: (user) => moment(user.lastSignInTime) || <span className="quiet">Never</span> },
  ];
}

function WhoCell({ user }: { user: User }) {
  return (
    <span className="users-who">
      <Link to={`/settings/users/${user.userId}`}>{nameOfUser(user)}</Link>
      {nameOfUser(user) !== user.email && <span className="quiet">{user.email}</span>}
    </span>
  );
}

export function StateBadge({ user }: { user: User }) {
  if (user.state === "USER_STATE_DISABLED") return <Badge kind="danger">Disabled</Badge>;
  return <Badge kind="success">Active</Badge>;
}
