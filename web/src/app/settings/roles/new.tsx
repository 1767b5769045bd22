import { Link, useNavigate, useSearchParams } from "react-router";

import { answered, api } from "../../../api/client";
import type { RoleInput } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Page } from "../../../ui/page";
import { WhenLoaded } from "../../../ui/when-loaded";
import { everyRole } from "../directory";
import { RoleForm } from "./role-form";

/** `/app/settings/roles/new`, beginning like another role with `?like=` */
export function NewRole() {
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const like = parameters.get("like");
  const begin = useLoaded(async () => {
    const other = like ? (await everyRole()).find((role) => role.roleId === like) : undefined;
    return { permissions: [], visibility: "ALL" as const, fieldPermissions: [], ...other, name: "" };
  }, [like]);
  async function save(body: RoleInput) {
    const role = await answered(api.POST("/api/v1/roles", { body }));
    await navigate(`/settings/roles/${role.roleId}`, { replace: true });
  }
  return (
    <Page title="Create a role" above={<Link to="/settings/roles">Roles</Link>}>
      <WhenLoaded loaded={begin}>{(role) => <RoleForm begin={role} label="Create the role" save={save} />}</WhenLoaded>
    </Page>
  );
}
