import type { ReactNode } from "react";

import { Notice } from "../../ui/notice";
import { useMay } from "./session";

type Props = { permission: string; children: ReactNode };

/** What only people with the permission can use; everybody else reads whom to ask. The services decide for themselves. */
export function Needs({ permission, children }: Props) {
  if (useMay(permission)) return children;
  return (
    <Notice kind="note">
      Your role does not include the permission <code>{permission}</code>, which this needs. Ask an administrator.
    </Notice>
  );
}
