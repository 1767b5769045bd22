import { Link } from "react-router";

import type { Role, User } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Badge } from "../../ui/badge";
import { count } from "../../ui/format";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { Table, type Column } from "../../ui/table";
import { WhenLoaded } from "../../ui/when-loaded";
import { useMay } from "../frame/session";
import { everyRole, everyUser, nameOfRole } from "./directory";
import { visibilityText } from "./roles/visibility";

/** `/app/settings/roles` */
export function Roles() {
  const mayChange = useMay("roles.write");
  const known = useLoaded(async () => {
    const [roles, users] = await Promise.all([everyRole(), everyUser()]);
    return { roles, users };
  });
  const create = (
    <Link className="button button-primary" to="/settings/roles/new">
      Create a role
    </Link>
  );
  return (
    <Page title="Roles" actions={mayChange && create}>
      <p className="quiet">A role says what people may do, whose records they see, and which fields are kept from them.</p>
      <WhenLoaded loaded={known}>
        {({ roles, users }) => (
          <Panel>
            <Table caption="Roles" columns={columns(users)} rows={roles} rowKey={(role) => role.roleId} empty="No role." />
          </Panel>
        )}
      </WhenLoaded>
    </Page>
  );
}

function columns(users: readonly User[]): Column<Role>[] {
  return [
    { head: "Role", cell: (role) => <NameCell role={role} /> },
    { head: "Sees", cell: (role) => visibilityText(role.visibility) },
    { head: "Permissions", cell: (role) => count(role.permissions.length) },
    { head: "Fields limited", cell: (role) => count(role.fieldPermissions.length) },
    { head: "People", cell: (role) => count(users.filter((user) => user.role === role.roleId).length) },
  ];
}

function NameCell({ role }: { role: Role }) {
  return (
    <span className="row">
      <Link to={`/settings/roles/${role.roleId}`}>{nameOfRole(role)}</Link>
      {role.builtIn && <Badge>Built-in</Badge>}
    </span>
  );
}
