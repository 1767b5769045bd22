import { useNavigate } from "react-router";

import { answered, api } from "../../../api/client";
import type { Role, User } from "../../../api/schema";
import { Confirm } from "../../../ui/confirm";
import type { Fields } from "../../../ui/form";
import { AccountFields } from "./account-fields";

const BEGIN = { name: "", role: "AUTOMATION", onBehalfOf: "" };

type Props = { roles: readonly Role[]; users: readonly User[]; close: () => void };

export function CreateServiceAccount({ roles, users, close }: Props) {
  const navigate = useNavigate();
  async function act({ name = "", role = "", onBehalfOf = "" }: Fields) {
    const made = await answered(api.POST("/api/v1/service-accounts", { body: { name, role, onBehalfOf } }));
    await navigate(`/settings/service-accounts/${made.serviceAccountId}`);
  }
  return (
    <Confirm title="Create a service account" label="Create" look="primary" act={act} close={close}>
      <AccountFields roles={roles} users={users} begin={BEGIN} />
    </Confirm>
  );
}
