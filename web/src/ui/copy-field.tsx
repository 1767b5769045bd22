import "./copy-field.css";

import { useId, useState, type ReactNode } from "react";

import { Button } from "./button";

type Props = { label: string; value: string; hint?: ReactNode };

/** A text to take elsewhere, with a button that copies it. */
export function CopyField({ label, value, hint }: Props) {
  const id = useId();
  const [said, setSaid] = useState("");
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setSaid("Copied");
    } catch {
      setSaid("Select the text and copy it");
    }
  }
  return (
    <div className="field" role="group" aria-labelledby={id}>
      <span className="field-label" id={id}>
        {label}
      </span>
      <div className="copy-field-line">
        <code className="copy-field-value">{value}</code>
        <Button onClick={() => void copy()} aria-label={`Copy ${label}`}>
          Copy
        </Button>
      </div>
      {hint && <span className="field-hint">{hint}</span>}
      <span className="field-hint" role="status">
        {said}
      </span>
    </div>
  );
}
