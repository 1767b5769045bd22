import "./tokens.css";

import { answered, api } from "../../../api/client";
import { Confirm } from "../../../ui/confirm";
import type { Fields } from "../../../ui/form";
import { SelectField } from "../../../ui/select-field";
import { TextField } from "../../../ui/text-field";
import { chosenPermissions, PermissionFields } from "../roles/permission-fields";

const DAY = 86_400_000;
const LIFETIMES = [
  ["30", "30 days"],
  ["90", "90 days"],
  ["180", "180 days"],
  ["365", "One year"],
] as const;

type Props = {
  serviceAccountId: string;
  /** What the role of the service account may do. */
  permissions: readonly string[];
  made: (secret: string) => void;
  close: () => void;
};

export function CreateToken({ serviceAccountId, permissions, made, close }: Props) {
  async function act({ name = "", days = "", ...fields }: Fields) {
    const expireTime = new Date(Date.now() + Number(days) * DAY).toISOString();
    const body = { name, scopes: chosenPermissions(fields), expireTime };
    const params = { path: { service_account_id: serviceAccountId } };
    made((await answered(api.POST("/api/v1/service-accounts/{service_account_id}/tokens", { params, body }))).token);
  }
  return (
    <Confirm title="Create a token" label="Create the token" look="primary" act={act} close={close}>
      <TextField name="name" label="Name" hint="Where it will be used." maxLength={100} autoComplete="off" required />
      <SelectField name="days" label="Works for" options={LIFETIMES} defaultValue="90" />
      <fieldset className="tokens-scopes">
        <legend>Limited to</legend>
        <span className="field-hint">None ticked means all that the role may do now.</span>
        <PermissionFields permissions={permissions} granted={[]} />
      </fieldset>
    </Confirm>
  );
}
