import { answered, api } from "../../api/client";
import { useLoaded } from "../../api/use-loaded";
import { Page } from "../../ui/page";
import { WhenLoaded } from "../../ui/when-loaded";
import { useSession } from "../frame/session";
import { EmailPanel } from "./profile/email-panel";
import { DetailsPanel } from "./profile/details-panel";
import { PoliciesPanel } from "./profile/policies-panel";

/** `/app/settings/profile` */
export function Profile() {
  const me = useLoaded(() => answered(api.GET("/api/v1/me")), [useSession()]);
  return (
    <Page title="Profile">
      <WhenLoaded loaded={me}>
        {(person) => (
          <>
            <DetailsPanel me={person} />
            <EmailPanel email={person.email} />
            <PoliciesPanel policy={person.policy} />
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}
