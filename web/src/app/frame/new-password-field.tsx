import { TextField } from "../../ui/text-field";

/** A password to be chosen. Only its length is a rule here; the server knows those that are guessed first. */
export function NewPasswordField({ name, label }: { name: string; label: string }) {
  return (
    <TextField
      name={name}
      label={label}
      type="password"
      autoComplete="new-password"
      minLength={8}
      maxLength={1024}
      hint="At least 8 characters. A few words in a row are good."
      required
    />
  );
}
