import { Link } from "react-router";

import { answered, api } from "../../../api/client";
import type { SsoProvider } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Badge } from "../../../ui/badge";
import { Panel } from "../../../ui/panel";
import { Table, type Column } from "../../../ui/table";
import { WhenLoaded } from "../../../ui/when-loaded";
import { kindText } from "./kinds";

const COLUMNS: readonly Column<SsoProvider>[] = [
  {
    head: "Name",
    cell: ({ providerId, displayName }) => <Link to={`/settings/single-sign-on/${providerId}`}>{displayName}</Link>,
  },
  { head: "Kind", cell: ({ kind }) => kindText(kind) },
  { head: "New people", cell: ({ justInTime }) => (justInTime ? "Added on their first sign-in" : "By invitation only") },
  {
    head: "State",
    cell: ({ enabled }) => (enabled ? <Badge kind="success">Enabled</Badge> : <Badge>Disabled</Badge>),
  },
];

export function ProvidersPanel() {
  const providers = useLoaded(async () => (await answered(api.GET("/api/v1/sso/providers"))).providers);
  return (
    <Panel title="Identity providers">
      <WhenLoaded loaded={providers}>
        {(found) => (
          <>
            <Table
              caption="Identity providers"
              columns={COLUMNS}
              rows={found}
              rowKey={({ providerId }) => providerId}
              empty="No provider yet: people sign in with a password."
            />
            <div>
              <Link className="button" to="/settings/single-sign-on/new">
                Add a provider
              </Link>
            </div>
          </>
        )}
      </WhenLoaded>
    </Panel>
  );
}
