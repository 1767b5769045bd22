import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { Role, User } from "../../../api/schema";
import { Form, type Fields } from "../../../ui/form";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { SelectField } from "../../../ui/select-field";
import { roleName, roleOptions } from "../directory";

type Props = { user: User; roles: readonly Role[]; changed: () => void };

export function RolePanel({ user, roles, changed }: Props) {
  const [saved, setSaved] = useState("");
  async function submit({ role = "" }: Fields) {
    const params = { path: { user_id: user.userId }, query: { updateMask: "role" }, header: { "If-Match": user.etag } };
    const after = await answered(api.PATCH("/api/v1/users/{user_id}", { params, body: { role } }));
    setSaved(after.role);
    changed();
  }
  return (
    <Panel title="Role">
      {saved && <Notice kind="success">Now {roleName(roles, saved)}, in force everywhere within five seconds.</Notice>}
      <Form submit={submit} label="Change the role">
        <SelectField
          key={user.role}
          name="role"
          label="Role"
          options={roleOptions(roles)}
          defaultValue={user.role}
          hint="What they may do and see."
        />
      </Form>
    </Panel>
  );
}
