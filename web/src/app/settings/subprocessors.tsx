import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { SubprocessorList } from "../subprocessors/subprocessor-list";

/** `/app/settings/subprocessors` */
export function SubprocessorSettings() {
  return (
    <Page title="Subprocessors">
      <Panel>
        <SubprocessorList />
      </Panel>
    </Page>
  );
}
