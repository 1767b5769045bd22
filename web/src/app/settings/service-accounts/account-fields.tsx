import type { Role, User } from "../../../api/schema";
import { SelectField } from "../../../ui/select-field";
import { TextField } from "../../../ui/text-field";
import { nameOfUser, roleOptions } from "../directory";

type Props = {
  roles: readonly Role[];
  users: readonly User[];
  begin: { name: string; role: string; onBehalfOf: string };
};

export function AccountFields({ roles, users, begin }: Props) {
  const people = users.filter(({ userId, state }) => state === "USER_STATE_ACTIVE" || userId === begin.onBehalfOf);
  return (
    <>
      <TextField name="name" label="Name" defaultValue={begin.name} maxLength={100} autoComplete="off" required />
      <SelectField name="role" label="Role" options={roleOptions(roles)} defaultValue={begin.role} />
      <SelectField
        name="onBehalfOf"
        label="Works for"
        options={[["", "Nobody: on its own account"], ...people.map((user) => [user.userId, nameOfUser(user)] as const)]}
        defaultValue={begin.onBehalfOf}
        hint="The audit log names both. It stops working when that person is disabled."
      />
    </>
  );
}
