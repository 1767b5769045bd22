import type { Dunning } from "../../../api/schema";
import { Facts } from "../../../ui/facts";
import { day, money, moment } from "../../../ui/format";
import { Panel } from "../../../ui/panel";

/** What happens when, until what is past due is paid. */
export function DunningPanel({ dunning }: { dunning: Dunning }) {
  const { pastDueTime, pastDueCents, nextAttemptTime, nextLetterTime, readOnlyTime } = dunning;
  const readOnly = readOnlyTime && Date.parse(readOnlyTime) <= Date.now();
  return (
    <Panel title="Past due">
      <p>
        {money(pastDueCents)} are past due since {day(pastDueTime)}.{" "}
        {readOnly
          ? `Since ${day(readOnlyTime)} nothing can be added or changed, until it is paid. Everything can be read.`
          : `Unless it is paid, nothing can be added or changed from ${day(readOnlyTime)} on.`}
      </p>
      <Facts
        facts={[
          ["Card charged again", moment(nextAttemptTime)],
          ["Next letter", moment(nextLetterTime)],
        ]}
      />
    </Panel>
  );
}
