import "./roles.css";

import { grouped } from "./permission-texts";
import { PermissionLabel } from "./permission-fields";

/** Permissions to read, not to choose. */
export function Granted({ permissions }: { permissions: readonly string[] }) {
  if (permissions.length === 0) return <p className="quiet">Nothing.</p>;
  return (
    <div className="roles-groups">
      {grouped(permissions).map((group) => (
        <div key={group.title}>
          <h3>{group.title}</h3>
          <ul className="roles-granted">
            {group.permissions.map((permission) => (
              <li key={permission}>
                <PermissionLabel permission={permission} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
