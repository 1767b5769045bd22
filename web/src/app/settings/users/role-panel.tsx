import { answered, api } from "../../../api/client";
import { ifMatch } from "../../../api/if-match";
import type { Role, User } from "../../../api/schema";
import { Form, type Fields } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { SelectField } from "../../../ui/select-field";
import { roleOptions } from "../directory";

type Props = { user: User; roles: readonly Role[]; changed: () => void };

export function RolePanel({ user, roles, changed }: Props) {
  async function submit({ role = "" }: Fields) {
    const params = { path: { user_id: user.userId }, query: { updateMask: "role" }, header: ifMatch(user.etag) };
    await answered(api.PATCH("/api/v1/users/{user_id}", { params, body: { role } }));
    changed();
  }
  return (
    <Panel title="Role">
      <Form submit={submit} label="Change the role" done="In force everywhere within five seconds.">
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
