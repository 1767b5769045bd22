import { Link } from "react-router";

import { answered, api } from "../../api/client";
import type { Subscription as Standing } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { WhenLoaded } from "../../ui/when-loaded";
import { useMay } from "../frame/session";
import { BillingDetailsPanel } from "./subscription/billing-details-panel";
import { DunningNotice } from "./subscription/dunning-notice";
import { InvoiceLines } from "./subscription/invoice-lines";
import { InvoicesPanel } from "./subscription/invoices-panel";
import { PaymentPanel } from "./subscription/payment-panel";
import { PlanPanel } from "./subscription/plan-panel";
import { isOnTrial, PROMPTS } from "./subscription/words";

/** `/app/settings/subscription` */
export function Subscription() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/subscription")));
  const billed = loaded.value && loaded.value.state !== "SUBSCRIPTION_STATE_FOLLOWING";
  const mayChange = useMay("subscription.write") && billed;
  const change = mayChange && (
    <Link className="button button-primary" to="/settings/subscription/change">
      {loaded.value && isOnTrial(loaded.value) ? "Choose a plan" : "Change plan"}
    </Link>
  );
  return (
    <Page title="Subscription" actions={change}>
      <WhenLoaded loaded={loaded}>
        {(subscription) => (
          <>
            <Prompts subscription={subscription} />
            {subscription.dunning && <DunningNotice dunning={subscription.dunning} />}
            <PlanPanel subscription={subscription} />
            {billed && <Billing subscription={subscription} changed={loaded.reload} />}
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function Prompts({ subscription: { prompts, dunning } }: { subscription: Standing }) {
  const more = prompts.filter((prompt) => prompt !== "SUBSCRIPTION_PROMPT_PAST_DUE" || !dunning);
  return more.map((prompt) => (
    <Notice key={prompt} kind="warning">
      {PROMPTS[prompt]}
    </Notice>
  ));
}

function Billing({ subscription, changed }: { subscription: Standing; changed: () => void }) {
  return (
    <>
      {subscription.waitingLines.length > 0 && (
        <Panel title="Waits for the next invoice">
          <InvoiceLines lines={subscription.waitingLines} totalCents={subscription.waitingCents} />
        </Panel>
      )}
      <PaymentPanel subscription={subscription} changed={changed} />
      <InvoicesPanel />
      <BillingDetailsPanel />
    </>
  );
}
