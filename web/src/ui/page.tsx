import "./page.css";

import { useEffect, type ReactNode } from "react";

type Props = {
  title: string;
  /** What can be done on the page as a whole, beside its title. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A page inside the frame: its title, also of the window, and what it shows. */
export function Page({ title, actions, children }: Props) {
  useTitle(title);
  return (
    <div className="page">
      <div className="page-head row">
        <h1>{title}</h1>
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
