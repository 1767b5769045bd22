import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { answered, api } from "../../../api/client";
import { ifMatch } from "../../../api/if-match";
import type { Role, RoleInput } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Facts } from "../../../ui/facts";
import { Page } from "../../../ui/page";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { nameOfRole } from "../directory";
import { fieldText, kindOf, recordText } from "./field-texts";
import { Granted } from "./granted";
import { RoleForm } from "./role-form";
import { UsedBy } from "./used-by";
import { visibilityText } from "./visibility";

/** `/app/settings/roles/{roleId}` */
export function RolePage() {
  const { roleId = "" } = useParams();
  const mayChange = useMay("roles.write");
  const role = useLoaded(
    () => answered(api.GET("/api/v1/roles/{role_id}", { params: { path: { role_id: roleId } } })),
    [roleId],
  );
  const like = (
    <Link className="button" to={`/settings/roles/new?like=${roleId}`}>
      Make one like it
    </Link>
  );
  return (
    <Page
      title={role.value ? nameOfRole(role.value) : "Role"}
      above={<Link to="/settings/roles">Roles</Link>}
      actions={mayChange && like}
    >
      <WhenLoaded loaded={role}>
        {(found) => (
          <>
            <UsedBy roleId={found.roleId} />
            {mayChange && !found.builtIn ? <Own role={found} changed={role.reload} /> : <Read role={found} />}
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function Read({ role }: { role: Role }) {
  const limited = role.fieldPermissions.map(({ field, access }) => {
    const kind = recordText(kindOf(field));
    return [`${kind}: ${fieldText(field)}`, access === "HIDDEN" ? "Hidden" : "Read-only"] as const;
  });
  return (
    <>
      <Panel title="What they may do">
        {role.builtIn && <p className="quiet">Every workspace has this role, and nobody changes it.</p>}
        <Granted permissions={role.permissions} />
      </Panel>
      <Panel title="What they see">
        <Facts facts={[["Records", visibilityText(role.visibility)], ...limited]} />
      </Panel>
    </>
  );
}

function Own({ role, changed }: { role: Role; changed: () => void }) {
  const [removing, setRemoving] = useState(false);
  const navigate = useNavigate();
  const path = { role_id: role.roleId };
  async function save(body: RoleInput) {
    const query = { updateMask: "name,permissions,visibility,fieldPermissions" };
    const params = { path, query, header: ifMatch(role.etag) };
    await answered(api.PATCH("/api/v1/roles/{role_id}", { params, body }));
    changed();
  }
  async function remove() {
    await answered(api.DELETE("/api/v1/roles/{role_id}", { params: { path } }));
    await navigate("/settings/roles");
  }
  return (
    <>
      <RoleForm key={role.roleId} begin={role} label="Save the role" done="Saved: in force within five seconds." save={save} />
      <Panel title="Remove">
        <p className="quiet">A role can be removed once nobody has it and nobody is invited to it.</p>
        <div>
          <Button look="danger" onClick={() => setRemoving(true)}>
            Remove the role
          </Button>
        </div>
      </Panel>
      {removing && (
        <Confirm title={`Remove ${role.name}`} label="Remove" act={remove} close={() => setRemoving(false)}>
          <p>The role is gone for good. What was done under it stays in the audit log.</p>
        </Confirm>
      )}
    </>
  );
}
