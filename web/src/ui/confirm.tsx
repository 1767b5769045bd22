import type { ReactNode } from "react";

import { Button } from "./button";
import { Dialog } from "./dialog";
import { Form, type Fields } from "./form";

type Props = {
  title: string;
  /** What the button says that does it. */
  label: string;
  look?: "primary" | "danger";
  /** Does it; what it throws is shown, and the dialog stays. */
  act: (fields: Fields) => Promise<unknown>;
  /** It is done, or the person thought better of it. */
  close: () => void;
  /** What will happen, and fields if there is something to fill in. */
  children: ReactNode;
};

/** Asks once more before something is done. */
export function Confirm({ title, label, look = "danger", act, close, children }: Props) {
  const submit = async (fields: Fields) => {
    await act(fields);
    close();
  };
  return (
    <Dialog title={title} close={close}>
      <Form submit={submit} label={label} look={look} actions={<Button onClick={close}>Cancel</Button>}>
        {children}
      </Form>
    </Dialog>
  );
}
