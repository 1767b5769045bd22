import "./roles.css";

import { CheckField } from "../../../ui/check-field";
import type { Fields } from "../../../ui/form";
import { grouped, permissionText } from "./permission-texts";

const PREFIX = "permission:";

type Props = { permissions: readonly string[]; granted: readonly string[] };

/** A box for each permission, in groups. */
export function PermissionFields({ permissions, granted }: Props) {
  return (
    <div className="roles-groups">
      {grouped(permissions).map((group) => (
        <fieldset key={group.title}>
          <legend>{group.title}</legend>
          {group.permissions.map((permission) => (
            <CheckField
              key={permission}
              name={PREFIX + permission}
              defaultChecked={granted.includes(permission)}
              label={<PermissionLabel permission={permission} />}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

export function PermissionLabel({ permission }: { permission: string }) {
  return (
    <span className="roles-permission">
      {permissionText(permission)} <code>{permission}</code>
    </span>
  );
}

/** The permissions whose boxes are ticked. */
export function chosenPermissions(fields: Fields): string[] {
  return Object.keys(fields)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}
