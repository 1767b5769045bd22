import { useId, type InputHTMLAttributes, type ReactNode } from "react";

import { FieldError } from "./field";
import { useFieldError } from "./form";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "type"> & { name: string; label: ReactNode };

/** A box to tick. Ticked, its field is `on`; otherwise there is none. */
export function CheckField({ name, label, ...rest }: Props) {
  const id = useId();
  const error = useFieldError(name);
  return (
    <div className="field">
      <div className="field-check">
        <input {...rest} type="checkbox" id={id} name={name} aria-invalid={error !== undefined} aria-describedby={`${id}-error`} />
        <label htmlFor={id}>{label}</label>
      </div>
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}
