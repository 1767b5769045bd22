import "./badge.css";

import type { ReactNode } from "react";

type Props = { look?: "quiet" | "success" | "warning" | "danger"; children: ReactNode };

/** The state of something, in a word or two. */
export function Badge({ look = "quiet", children }: Props) {
  return <span className={`badge badge-${look}`}>{children}</span>;
}
