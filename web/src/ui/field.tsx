/** What stands around every input: its label, a hint, and what is wrong with it, told to screen readers too. */

import { useId, type ReactNode } from "react";

import { useFieldError } from "./form";

export type FieldProps = {
  /** As the API calls it: an error of the API finds its field by this. */
  name: string;
  label: string;
  hint?: ReactNode;
};

type Wiring = { id: string; name: string; "aria-invalid": boolean; "aria-describedby": string | undefined };

export function Field({ name, label, hint, input }: FieldProps & { input: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const error = useFieldError(name);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {input({ id, name, "aria-invalid": error !== undefined, "aria-describedby": described })}
      {hint && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  return (
    <span className="field-error" id={id} aria-live="polite">
      {error}
    </span>
  );
}
