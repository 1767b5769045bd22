import type { Subscription } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { Facts } from "../../../ui/facts";
import { count, day } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { ADD_ONS, isOnTrial, PERIODS, PLANS, STATES, termsText } from "./words";

export function PlanPanel({ subscription }: { subscription: Subscription }) {
  const { state, plan, pending, termEndDate, contactLimit } = subscription;
  const [kind, text] = STATES[state];
  const following = state === "SUBSCRIPTION_STATE_FOLLOWING";
  return (
    <Panel title={PLANS[plan]} actions={<Badge kind={kind}>{text}</Badge>}>
      {following && <p>A sandbox has what its deployment has, and is not billed.</p>}
      {pending && (
        <Notice kind="note">
          From {day(termEndDate)} on: {termsText(pending)}. Until then you keep what you have.
        </Notice>
      )}
      <Facts
        facts={[
          ...(following ? [] : billedFacts(subscription)),
          ["Contacts", contactLimit === undefined ? "Without limit" : `Up to ${count(contactLimit)}`],
        ]}
      />
    </Panel>
  );
}

function billedFacts(subscription: Subscription): [string, string][] {
  const { billingPeriod, seats, addOns } = subscription;
  const { missionDiscount, state, trialEndTime, termStartDate, termEndDate } = subscription;
  const onTrial = isOnTrial(subscription);
  const ended = state === "SUBSCRIPTION_STATE_TRIAL_ENDED";
  return [
    ["Seats", `${count(seats)} in use, one for each active person`],
    ["Billing", onTrial ? "" : PERIODS[billingPeriod]],
    ["Add-ons", addOns.map((one) => ADD_ONS[one]).join(", ")],
    ["Discount", missionDiscount ? "30 % for your mission" : ""],
    [ended ? "Trial ended" : "Trial ends", onTrial ? `${day(trialEndTime)}. Nothing is charged by itself.` : ""],
    ["Present term", termStartDate && `${day(termStartDate)} until ${day(termEndDate)}`],
  ];
}
