import { useState } from "react";
import { useNavigate } from "react-router";

import { answered, api } from "../../../api/client";
import type { PreviewSubscriptionResponse } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { day, money } from "../../../ui/format";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { InvoiceLines } from "./invoice-lines";
import type { Wish } from "./wish-panel";
import { termsText } from "./words";

type Props = { wish: Wish; etag: string; /** Whether the wish is what there is. */ same: boolean };

/** What the wish costs, as the server calculates it, and the button that makes it so. */
export function CostPanel({ wish, etag, same }: Props) {
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  const preview = useLoaded(() => answered(api.POST("/api/v1/subscription:preview", { body: wish })), [JSON.stringify(wish)]);

  async function change() {
    const { plan, billingPeriod, addOns } = wish;
    await answered(api.POST("/api/v1/subscription:change", { body: { plan, billingPeriod, addOns, etag } }));
    await navigate("/settings/subscription");
  }

  return (
    <Panel title="What it costs">
      <WhenLoaded loaded={preview}>
        {(costs) => (
          <>
            <Now costs={costs} />
            <Renewal costs={costs} />
          </>
        )}
      </WhenLoaded>
      <div className="row">
        <Button look="primary" disabled={same || !preview.value || preview.problem !== undefined} onClick={() => setAsked(true)}>
          Change to this
        </Button>
        {same && <span className="quiet">This is what you have.</span>}
      </div>
      {asked && preview.value && (
        <Confirm title="Change the subscription?" label="Change it" look="primary" act={change} close={() => setAsked(false)}>
          <Summary costs={preview.value} />
        </Confirm>
      )}
    </Panel>
  );
}

type Costs = { costs: PreviewSubscriptionResponse };

function Now({ costs: { lines, totalCents, currency, invoicedAtOnce } }: Costs) {
  if (lines.length === 0) return <p>Nothing is due now.</p>;
  return (
    <>
      <h3>{invoicedAtOnce ? "Invoiced now" : "On the next invoice"}</h3>
      <InvoiceLines lines={lines} totalCents={totalCents} currency={currency} />
    </>
  );
}

function Renewal({ costs: { renewalLines, renewalTotalCents, renewalDate, currency } }: Costs) {
  return (
    <>
      <h3>From {day(renewalDate)} on, each term</h3>
      <InvoiceLines lines={renewalLines} totalCents={renewalTotalCents} currency={currency} />
    </>
  );
}

function Summary({ costs: { atOnce, atRenewal, totalCents, currency, renewalDate, invoicedAtOnce } }: Costs) {
  return (
    <>
      {atOnce && (
        <p>
          Now: {termsText(atOnce)}. {money(totalCents, currency)} {invoicedAtOnce ? "are invoiced at once" : "go to the next invoice"}.
        </p>
      )}
      {atRenewal && (
        <p>
          From {day(renewalDate)} on: {termsText(atRenewal)}.
        </p>
      )}
    </>
  );
}
