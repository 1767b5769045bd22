import "./page.css";

import { useEffect, type ReactNode } from "react";

type Props = {
  title: string;
  /** Where the page belongs: a link to the one above. */
  above?: ReactNode;
  /** What can be done on the page as a whole, beside its title. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A page inside the frame: its title, also of the window, and what it shows. */
export function Page({ title, above, actions, children }: Props) {
  useTitle(title);
  return (
    <div className="page">
      <div className="page-head row">
        <div>
          {above && <nav className="page-above" aria-label="Above">{above}</nav>}
          <h1>{title}</h1>
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - ContactFollowUp`;
  }, [title]);
}
