import { Link } from "react-router";

import { Gate } from "./gate";

/** For who opens the page of a link without the link. */
export function LinkMissing({ title }: { title: string }) {
  return (
    <Gate title={title} beside={<Link to="/sign-in">Go to sign-in</Link>}>
      <p>This page needs the link from your letter. Open it there, or copy all of it, to its last character.</p>
    </Gate>
  );
}
