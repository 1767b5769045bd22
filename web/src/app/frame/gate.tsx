import "./gate.css";

import type { ReactNode } from "react";

import { useTitle } from "../../ui/page";
import { ThemeSwitch } from "../../ui/theme-switch";
import { Wordmark } from "../../ui/wordmark";

type Props = { title: string; children: ReactNode; /** Other ways from here, below the card. */ beside?: ReactNode; /** For what is read, not filled in. */ wide?: boolean };

/** What stands around the pages of who is not signed in. */
export function Gate({ title, children, beside, wide = false }: Props) {
  useTitle(title);
  return (
    <div className="gate">
      <header className="gate-top">
        <Wordmark />
        <ThemeSwitch />
      </header>
      <main className={wide ? "gate-content gate-wide" : "gate-content"}>
        <div className="gate-card stack">
          <h1>{title}</h1>
          {children}
        </div>
        {beside && <div className="gate-beside">{beside}</div>}
      </main>
    </div>
  );
}
