import { useState } from "react";

import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
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
      {breakGlassGrantId ? <OpenNow /> : mayOpen && <OpenPanel opened={() => setRound(round + 1)} />}
      {mayReview && <Grants round={round} />}
    </Page>
  );
}

function OpenNow() {
  return (
    <Panel title="It is open">
      <p>
        You see every record and every field, and change nothing, here in the settings too. End it above as soon as you
        have seen what you need. Someone else reviews it then.
      </p>
    </Panel>
  );
}
