import type { InputHTMLAttributes } from "react";

import { Field, type FieldProps } from "./field";

type Props = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, keyof FieldProps>;

export function TextField({ name, label, hint, ...rest }: Props) {
  return (
    <Field name={name} label={label} hint={hint} input={(wiring) => <input className="field-input" {...rest} {...wiring} />} />
  );
}
