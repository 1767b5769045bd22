import "./panel.css";

import type { ReactNode } from "react";

/** A part of a page, with a heading of its own. */
export function Panel({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="panel stack">
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}
