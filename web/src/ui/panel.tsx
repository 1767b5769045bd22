import "./panel.css";

import { useId, type ReactNode } from "react";

type Props = {
  title?: string;
  /** What can be done with the part as a whole, beside its heading. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of a page, with a heading of its own. */
export function Panel({ title, actions, children }: Props) {
  const heading = useId();
  return (
    <section className="panel stack" aria-labelledby={title && heading}>
      {title && (
        <div className="panel-head row">
          <h2 id={heading}>{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
