import "./notice.css";

import type { ReactNode } from "react";

type Props = { kind: "problem" | "warning" | "success" | "note"; children: ReactNode };

/** Something the person has to know; a problem is read out at once, everything else when there is a pause. */
export function Notice({ kind, children }: Props) {
  return (
    <div className={`notice notice-${kind}`} role={kind === "problem" ? "alert" : "status"}>
      {children}
    </div>
  );
}
