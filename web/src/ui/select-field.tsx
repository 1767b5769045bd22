import type { SelectHTMLAttributes } from "react";

import { Field, type FieldProps } from "./field";

type Props = FieldProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, keyof FieldProps> & {
    /** Value and text of each choice, in order. */
    options: readonly (readonly [string, string])[];
  };

export function SelectField({ name, label, hint, options, ...rest }: Props) {
  const choices = options.map(([value, text]) => (
    <option key={value} value={value}>
      {text}
    </option>
  ));
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      input={(wiring) => (
        <select className="field-input" {...rest} {...wiring}>
          {choices}
        </select>
      )}
    />
  );
}
