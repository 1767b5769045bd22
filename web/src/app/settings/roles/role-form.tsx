import { answered, api } from "../../../api/client";
import type { Role, RoleInput } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Form, type Fields } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { SelectField } from "../../../ui/select-field";
import { TextField } from "../../../ui/text-field";
import { WhenLoaded } from "../../../ui/when-loaded";
import { chosenFieldPermissions, FieldPermissionFields } from "./field-permission-fields";
import { chosenPermissions, PermissionFields } from "./permission-fields";
import { VISIBILITIES } from "./visibility";

type Props = {
  /** What the form begins with. */
  begin: Pick<Role, "name" | "permissions" | "visibility" | "fieldPermissions">;
  label: string;
  /** Said once it is saved. */
  done?: string;
  save: (role: RoleInput) => Promise<unknown>;
};

export function RoleForm({ begin, label, done = "", save }: Props) {
  const catalogue = useLoaded(async () => {
    const [{ permissions }, { fields }] = await Promise.all([
      answered(api.GET("/api/v1/permissions")),
      answered(api.GET("/api/v1/fields")),
    ]);
    return { permissions: permissions.map(({ permission }) => permission), fields };
  });
  const submit = (fields: Fields) =>
    save({
      name: fields["name"] ?? "",
      visibility: fields["visibility"] as NonNullable<RoleInput["visibility"]>,
      permissions: chosenPermissions(fields),
      fieldPermissions: chosenFieldPermissions(fields),
    });
  return (
    <WhenLoaded loaded={catalogue}>
      {({ permissions, fields }) => (
        <Form submit={submit} label={label} done={done} wide>
          <Panel>
            <TextField name="name" label="Name" defaultValue={begin.name} maxLength={100} required />
            <SelectField
              name="visibility"
              label="Sees"
              options={VISIBILITIES}
              defaultValue={begin.visibility}
              hint="Whose records: a record belongs to the person who owns it."
            />
          </Panel>
          <Panel title="What they may do">
            <PermissionFields permissions={permissions} granted={begin.permissions} />
          </Panel>
          <Panel title="Fields">
            <p className="quiet">Fields to keep from this role: hidden everywhere, or seen and not changed.</p>
            <FieldPermissionFields fields={fields} limited={begin.fieldPermissions} />
          </Panel>
        </Form>
      )}
    </WhenLoaded>
  );
}
