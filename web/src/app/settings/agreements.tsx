import { Link } from "react-router";

import { answered, api } from "../../api/client";
import { useLoaded } from "../../api/use-loaded";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { WhenLoaded } from "../../ui/when-loaded";
import { useSessionReload } from "../frame/session";
import { BaaPanel } from "./agreements/baa-panel";
import { PhiModePanel } from "./agreements/phi-mode-panel";

/** `/app/settings/agreements` */
export function Agreements() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/agreements")));
  const reloadSession = useSessionReload();
  const changed = () => {
    loaded.reload();
    reloadSession();
  };
  return (
    <Page title="Agreements">
      <WhenLoaded loaded={loaded}>
        {(agreements) => (
          <>
            <BaaPanel agreements={agreements} changed={changed} />
            <PhiModePanel agreements={agreements} changed={changed} />
          </>
        )}
      </WhenLoaded>
      <Panel title="Who else sees data">
        <p>
          PHI flows only to <Link to="/settings/vendors">vendors</Link> with which you have a BAA in force. Whom this
          deployment itself relies on stands in the list of <Link to="/settings/subprocessors">subprocessors</Link>.
        </p>
      </Panel>
    </Page>
  );
}
