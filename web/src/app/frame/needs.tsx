import type { ReactNode } from "react";

import { Notice } from "../../ui/notice";
import { useMay, useSession } from "./session";

type Props = { permission: string; children: ReactNode };

/** What only people with the permission can use; everybody else reads whom to ask. The services decide for themselves. */
export function Needs({ permission, children }: Props) {
  const { breakGlassGrantId } = useSession();
  if (useMay(permission)) return children;
  if (breakGlassGrantId) return <Notice kind="note">While emergency access is open, you read and change nothing.</Notice>;
  return (
    <Notice kind="note">
      Your role does not include the permission <code>{permission}</code>, which this needs. Ask an administrator.
    </Notice>
  );
}
