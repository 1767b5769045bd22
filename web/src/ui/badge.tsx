import "./badge.css";

import type { ReactNode } from "react";

type Props = { kind?: "note" | "success" | "warning" | "danger"; children: ReactNode };

/** How something stands, in a word or two. */
export function Badge({ kind = "note", children }: Props) {
  return <span className={`badge badge-${kind}`}>{children}</span>;
}
