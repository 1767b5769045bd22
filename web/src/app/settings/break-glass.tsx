import { useState } from "react";

import { Page } from "../../ui/page";
import { useMay, useSession } from "../frame/session";
import { Grants } from "./break-glass/grants";
import { OpenPanel } from "./break-glass/open-panel";

/** `/app/settings/break-glass` */
export function BreakGlass() {
  const mayOpen = useMay("break_glass.use");
  const mayReview = useMay("break_glass.review");
  const { breakGlassGrantId } = useSession();
  const [round, setRound] = useState(0);
  return (
    <Page title="Emergency access">
      <p className="quiet">
        When care cannot wait, a person may see every record for an hour. Security officers are told at once, everything
        looked at is recorded, and someone else reviews it afterwards.
      </p>
      {mayOpen && !breakGlassGrantId && <OpenPanel opened={() => setRound(round + 1)} />}
      {mayReview && <Grants round={round} />}
    </Page>
  );
}
