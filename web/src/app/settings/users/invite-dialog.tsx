import { answered, api } from "../../../api/client";
import type { Role } from "../../../api/schema";
import { Confirm } from "../../../ui/confirm";
import type { Fields } from "../../../ui/form";
import { SelectField } from "../../../ui/select-field";
import { TextField } from "../../../ui/text-field";
import { roleOptions } from "../directory";

type Props = { roles: readonly Role[]; invited: (email: string) => void; close: () => void };

export function InviteDialog({ roles, invited, close }: Props) {
  async function act({ email = "", role = "" }: Fields) {
    const invitation = await answered(api.POST("/api/v1/invitations", { body: { email, role } }));
    invited(invitation.email);
  }
  return (
    <Confirm title="Invite someone" label="Send the invitation" look="primary" act={act} close={close}>
      <p className="quiet">They get a letter with a link that works once, for seven days.</p>
      <TextField name="email" label="E-mail" type="email" autoComplete="off" maxLength={254} required autoFocus />
      <SelectField
        name="role"
        label="Role"
        options={roleOptions(roles)}
        defaultValue="STAFF"
        hint="What they may do and see. You can change it later."
      />
    </Confirm>
  );
}
