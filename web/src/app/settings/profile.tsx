import { answered, api } from "../../api/client";
import { useLoaded } from "../../api/use-loaded";
import { Page } from "../../ui/page";
import { WhenLoaded } from "../../ui/when-loaded";
import { EmailPanel } from "./profile/email-panel";
import { DetailsPanel } from "./profile/details-panel";
import { PoliciesPanel } from "./profile/policies-panel";

/** `/app/settings/profile` */
export function Profile() {
  const me = useLoaded(() => answered(api.GET("/api/v1/me")));
  return (
    <Page title="Profile">
      <WhenLoaded loaded={me}>
        {(person) => (
          <>
            <DetailsPanel me={person} changed={me.reload} />
            <EmailPanel email={person.email} />
            <PoliciesPanel policy={person.policy} changed={me.reload} />
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}
