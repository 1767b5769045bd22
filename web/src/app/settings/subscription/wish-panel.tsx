import "./wish-panel.css";

import { answered, api } from "../../../api/client";
import { Problem } from "../../../api/problem";
import type { SubscriptionTerms } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Field } from "../../../ui/field";
import { Panel } from "../../../ui/panel";
import { PERIODS, PLANS } from "./words";

export type Wish = SubscriptionTerms & { seats: number };

type Props = { wish: Wish; change: (wish: Wish) => void };

const OFFERS: readonly (readonly [Wish["plan"], string])[] = [
  ["PLAN_STARTER", "The core: contacts, portal, scheduling."],
  ["PLAN_PRO", "Everything a practice needs, with single sign-on."],
  ["PLAN_ENTERPRISE", "Contacts without limit, teams in levels, field permissions, EHR connections."],
];

export function WishPanel({ wish, change }: Props) {
  const offers = useOffers(wish.plan);
  const marketing = wish.addOns.includes("ADD_ON_MARKETING");
  return (
    <Panel title="What you would like">
      <fieldset className="wish-plans">
        <legend className="field-label">Plan</legend>
        {offers.map(([plan, text]) => (
          <label key={plan} className="wish-plan">
            <input type="radio" name="plan" checked={wish.plan === plan} onChange={() => change({ ...wish, plan })} />
            <span>
              <strong>{PLANS[plan]}</strong>
              <span className="quiet">{text}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="field-row form">
        <Field
          name="billingPeriod"
          label="Billing"
          hint="Paid for a year ahead, seats are 20 % cheaper."
          input={(wiring) => (
            <select
              {...wiring}
              className="field-input"
              value={wish.billingPeriod}
              onChange={({ target }) => change({ ...wish, billingPeriod: target.value as Wish["billingPeriod"] })}
            >
              <option value="BILLING_PERIOD_MONTHLY">{PERIODS.BILLING_PERIOD_MONTHLY}</option>
              <option value="BILLING_PERIOD_ANNUAL">{PERIODS.BILLING_PERIOD_ANNUAL}</option>
            </select>
          )}
        />
        <Field
          name="seats"
          label="Seats to calculate with"
          hint="You are billed for the people who are active, whatever you enter."
          input={(wiring) => (
            <input
              {...wiring}
              className="field-input"
              type="number"
              min={1}
              max={10000}
              value={wish.seats || ""}
              onChange={({ target }) => change({ ...wish, seats: Math.min(Math.max(target.valueAsNumber || 0, 0), 10000) })}
            />
          )}
        />
      </div>
      <label className="field-check">
        <input
          type="checkbox"
          checked={marketing}
          onChange={() => change({ ...wish, addOns: marketing ? [] : ["ADD_ON_MARKETING"] })}
        />
        <span>Marketing: landing pages, campaigns over several channels, attribution</span>
      </label>
    </Panel>
  );
}

/** Starter is on offer where the operator has set a price, and only a preview tells. */
function useOffers(chosen: Wish["plan"]): typeof OFFERS {
  const { value: offered } = useLoaded(() =>
    answered(api.POST("/api/v1/subscription:preview", { body: { plan: "PLAN_STARTER" } })).then(
      () => true,
      (thrown: unknown) => Problem.from(thrown).reason !== "PLAN_NOT_OFFERED",
    ),
  );
  return OFFERS.filter(([plan]) => plan !== "PLAN_STARTER" || offered || chosen === plan);
}
