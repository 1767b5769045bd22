import type { Dunning } from "../../../api/schema";
import { day, money } from "../../../ui/format";
import { Notice } from "../../../ui/notice";

/** What happens when, until what is past due is paid. */
export function DunningNotice({ dunning }: { dunning: Dunning }) {
  const { pastDueTime, pastDueCents, nextAttemptTime, nextLetterTime, readOnlyTime } = dunning;
  const readOnly = readOnlyTime && Date.parse(readOnlyTime) <= Date.now();
  return (
    <Notice kind="warning">
      <strong>
        {money(pastDueCents)} past due since {day(pastDueTime)}.
      </strong>{" "}
      {readOnly
        ? `Since ${day(readOnlyTime)} nothing can be added or changed; everything can be read. Paying ends that at once.`
        : `Unless it is paid, nothing can be added or changed from ${day(readOnlyTime)} on.`}
      {nextAttemptTime && ` The card is charged again on ${day(nextAttemptTime)}.`}
      {nextLetterTime && ` The next letter to the administrators goes out on ${day(nextLetterTime)}.`}
    </Notice>
  );
}
