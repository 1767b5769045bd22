import { useState } from "react";

import { answered, api } from "../../../api/client";
import { useAct } from "../../../api/use-act";
import { useLoaded } from "../../../api/use-loaded";
import type { SsoChoice, SsoLink } from "../../../api/schema";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { moment } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { Table, type Column } from "../../../ui/table";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useSession } from "../../frame/session";

/** Identities of other providers that the person can sign in with. */
export function LinksPanel() {
  const { user } = useSession();
  const loaded = useLoaded(async () => {
    const [{ links }, { choices }] = await Promise.all([
      answered(api.GET("/api/v1/me/sso-links")),
      answered(api.POST("/api/v1/sso:discover", { body: { email: user?.email ?? "" } })),
    ]);
    return { links, choices };
  });
  const [removing, setRemoving] = useState<SsoLink>();
  return (
    <Panel title="Single sign-on">
      <WhenLoaded loaded={loaded}>
        {({ links, choices }) => (
          <>
            <Table
              caption="Linked identities"
              columns={columns(setRemoving)}
              rows={links}
              rowKey={({ linkId }) => linkId}
              empty={choices.length ? "No identity is linked yet." : "Your practice has no identity provider for your address."}
            />
            {choices.length > 0 && <Link choices={choices} />}
          </>
        )}
      </WhenLoaded>
      {removing && <Remove link={removing} removed={loaded.reload} close={() => setRemoving(undefined)} />}
    </Panel>
  );
}

/** Leads to the provider, which sends the browser back here. */
function Link({ choices }: { choices: readonly SsoChoice[] }) {
  const { run, busy, problem } = useAct();
  const start = ({ providerId }: SsoChoice) =>
    run(async () => {
      const body = { providerId, returnTo: "/app/settings/security" };
      const { authorizationUrl } = await answered(api.POST("/api/v1/me/sso-links", { body }));
      window.location.assign(authorizationUrl);
    });
  return (
    <>
      {problem && <Notice kind="problem">{problem.message}</Notice>}
      <div className="row">
        {choices.map((choice) => (
          <Button key={choice.providerId} busy={busy} onClick={() => void start(choice)}>
            Link {choice.displayName}
          </Button>
        ))}
      </div>
    </>
  );
}

function columns(remove: (link: SsoLink) => void): Column<SsoLink>[] {
  return [
    { head: "Identity", cell: ({ email }) => <strong>{email}</strong> },
    { head: "Provider", cell: ({ issuer }) => issuer },
    { head: "Last sign-in", cell: ({ lastSignInTime }) => moment(lastSignInTime) || "Never" },
    {
      head: "Actions",
      cell: (link) => (
        <Button look="plain" aria-label={`Unlink ${link.email}`} onClick={() => remove(link)}>
          Unlink
        </Button>
      ),
    },
  ];
}

function Remove({ link, removed, close }: { link: SsoLink; removed: () => void; close: () => void }) {
  async function remove() {
    await answered(api.DELETE("/api/v1/me/sso-links/{link_id}", { params: { path: { link_id: link.linkId } } }));
    removed();
  }
  return (
    <Confirm title={`Unlink ${link.email}?`} label="Unlink" act={remove} close={close}>
      <p>It signs you in no more.</p>
    </Confirm>
  );
}
