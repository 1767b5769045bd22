import { CopyField } from "../../../ui/copy-field";
import { Panel } from "../../../ui/panel";

/** What the provider has to be told of this deployment. */
export function Registration() {
  const origin = window.location.origin;
  return (
    <Panel title="Register at the provider">
      <p className="quiet">Make an application of the kind “web” there, and give it these addresses.</p>
      <CopyField label="Redirect address" value={`${origin}/api/v1/sso/callback`} />
      <CopyField
        label="Back-channel logout address"
        value={`${origin}/api/v1/sso/backchannel-logout`}
        hint="If the provider has a place for it: whoever signs out there is signed out here at once."
      />
    </Panel>
  );
}
