import { Link } from "react-router";

import { Gate } from "./gate";

/** Said whatever the address is: whether somebody has it is told to nobody but the reader of its letters. */
export function LetterSent({ to, what }: { to: string; what: string }) {
  return (
    <Gate title="Look into your mail" beside={<Link to="/sign-in">Back to sign-in</Link>}>
      <p role="status">
        A letter is on its way to <strong>{to}</strong>. {what}
      </p>
      <p className="quiet">Nothing there after a few minutes? Look among the spam, and check the address.</p>
    </Gate>
  );
}
