import "./button.css";

import type { ButtonHTMLAttributes } from "react";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** `primary` for the one thing a page is for; `danger` for what cannot be taken back; `plain` looks like a link. */
  look?: "primary" | "secondary" | "danger" | "plain";
  /** Shows that it is at work, and takes no other click. */
  busy?: boolean;
};

export function Button({ look = "secondary", busy = false, type = "button", children, ...rest }: Props) {
  return (
    <button {...rest} type={type} className={`button button-${look}`} aria-busy={busy} disabled={busy || rest.disabled}>
      {busy && <span className="button-spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}
