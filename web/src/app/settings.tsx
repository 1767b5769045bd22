import { Page } from "../ui/page";
import { Panel } from "../ui/panel";

/** `/app/settings` */
export function Settings() {
  return (
    <Page title="Settings">
      <Panel>
        <p>Nothing to set yet.</p>
      </Panel>
    </Page>
  );
}
