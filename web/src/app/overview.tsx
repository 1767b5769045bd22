import { Page } from "../ui/page";
import { Panel } from "../ui/panel";
import { useSession } from "./frame/session";

/** `/app` */
export function Overview() {
  const { user, workspace } = useSession();
  return (
    <Page title="Overview">
      <Panel title={`Welcome, ${user?.displayName || user?.email}`}>
        <p>You are signed in to {workspace?.displayName}.</p>
      </Panel>
    </Page>
  );
}
