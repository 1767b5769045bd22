import { useState } from "react";
import { Link } from "react-router";

import { answered, api } from "../../../api/client";
import type { Subscription } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Page } from "../../../ui/page";
import { WhenLoaded } from "../../../ui/when-loaded";
import { Needs } from "../../frame/needs";
import { CostPanel } from "./cost-panel";
import { WishPanel, type Wish } from "./wish-panel";
import { isOnTrial, termsText } from "./words";

/** `/app/settings/subscription/change` */
export function ChangeSubscription() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/subscription")));
  return (
    <Page title="Choose a plan" above={<Link to="/settings/subscription">Subscription</Link>}>
      <Needs permission="subscription.write">
        <WhenLoaded loaded={loaded}>{(subscription) => <Change subscription={subscription} />}</WhenLoaded>
      </Needs>
    </Page>
  );
}

function Change({ subscription }: { subscription: Subscription }) {
  const present = presently(subscription);
  const [wish, setWish] = useState<Wish>(present);
  const same = !isOnTrial(subscription) && termsText(wish) === termsText(present);
  return (
    <>
      <WishPanel wish={wish} change={setWish} />
      <CostPanel wish={wish} etag={subscription.etag} same={same} />
    </>
  );
}

/** What holds, or will with the next term; on a trial what most choose. */
function presently({ plan, billingPeriod, addOns, seats, pending }: Subscription): Wish {
  const terms = pending ?? { plan, billingPeriod, addOns };
  return {
    plan: terms.plan === "PLAN_UNSPECIFIED" ? "PLAN_PRO" : terms.plan,
    billingPeriod: terms.billingPeriod === "BILLING_PERIOD_UNSPECIFIED" ? "BILLING_PERIOD_MONTHLY" : terms.billingPeriod,
    addOns: terms.addOns,
    seats,
  };
}
