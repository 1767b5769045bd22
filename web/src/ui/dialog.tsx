import "./dialog.css";

import { useId, useLayoutEffect, useRef, type ReactNode } from "react";

type Props = {
  title: string;
  /** The person closed it, by Escape too. */
  close: () => void;
  children: ReactNode;
};

/** A dialog over the page, open for as long as it is rendered. The browser keeps the focus in it and gives it back. */
export function Dialog({ title, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className="stack">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
