import type { TextareaHTMLAttributes } from "react";

import { Field, type FieldProps } from "./field";

type Props = FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof FieldProps>;

export function TextAreaField({ name, label, hint, ...rest }: Props) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      input={(wiring) => <textarea className="field-input" rows={4} {...rest} {...wiring} />}
    />
  );
}
