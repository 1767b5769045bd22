import { Page } from "../../ui/page";
import { DomainsPanel } from "./single-sign-on/domains-panel";
import { PolicyPanel } from "./single-sign-on/policy-panel";
import { ProvidersPanel } from "./single-sign-on/providers-panel";

/** `/app/settings/single-sign-on` */
export function SingleSignOn() {
  return (
    <Page title="Single sign-on">
      <p className="quiet">People sign in with the account they have at work already, at a provider you trust.</p>
      <ProvidersPanel />
      <DomainsPanel />
      <PolicyPanel />
    </Page>
  );
}
