import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { answered, api } from "../../../api/client";
import { ifMatch } from "../../../api/if-match";
import type { SsoProvider, SsoProviderInput } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Facts } from "../../../ui/facts";
import { moment } from "../../../ui/format";
import { Page } from "../../../ui/page";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { Needs } from "../../frame/needs";
import { everyRole, roleOptions } from "../directory";
import { kindText } from "./kinds";
import { ProviderForm } from "./provider-form";
import { Registration } from "./registration";

const ALWAYS = ["displayName", "clientId", "tenantIds", "allowedDomains", "enabled", "justInTime"];
const OF_NEW_PEOPLE = ["defaultRole", "roleClaim", "roleRules"];

/** `/app/settings/single-sign-on/{providerId}` */
export function ProviderPage() {
  const { providerId = "" } = useParams();
  const path = { provider_id: providerId };
  const known = useLoaded(async () => {
    const [provider, roles] = await Promise.all([
      answered(api.GET("/api/v1/sso/providers/{provider_id}", { params: { path } })),
      everyRole(),
    ]);
    return { provider, roles };
  }, [providerId]);
  async function save({ kind: _, issuer: __, ...body }: SsoProviderInput) {
    const params = { path, query: { updateMask: changed(body) }, header: ifMatch(known.value?.provider.etag ?? "") };
    await answered(api.PATCH("/api/v1/sso/providers/{provider_id}", { params, body }));
    known.reload();
  }
  return (
    <Page
      title={known.value?.provider.displayName ?? "Provider"}
      above={<Link to="/settings/single-sign-on">Single sign-on</Link>}
    >
      <Needs permission="users.read">
        <WhenLoaded loaded={known}>
          {({ provider, roles }) => (
            <>
              <Panel>
                <Facts
                  facts={[
                    ["Kind", kindText(provider.kind)],
                    ["Issuer", provider.issuer],
                    ["Added", moment(provider.createTime)],
                    ["Last changed", moment(provider.updateTime)],
                  ]}
                />
              </Panel>
              <ProviderForm key={provider.providerId} provider={provider} roles={roleOptions(roles)} save={save} />
              <Registration />
              <Remove provider={provider} />
            </>
          )}
        </WhenLoaded>
      </Needs>
    </Page>
  );
}

/** What was not asked for stays: the secret unless there is a new one, the rules while nobody is added by them. */
function changed({ clientSecret, justInTime }: SsoProviderInput): string {
  return [...ALWAYS, ...(justInTime ? OF_NEW_PEOPLE : []), ...(clientSecret ? ["clientSecret"] : [])].join(",");
}

function Remove({ provider }: { provider: SsoProvider }) {
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  async function act() {
    const path = { provider_id: provider.providerId };
    await answered(api.DELETE("/api/v1/sso/providers/{provider_id}", { params: { path } }));
    await navigate("/settings/single-sign-on");
  }
  return (
    <Panel title="Remove">
      <p className="quiet">
        Whoever signed in through it is signed out. The people stay, and a provider added later with the same issuer
        knows them again.
      </p>
      <div>
        <Button look="danger" onClick={() => setAsked(true)}>
          Remove the provider
        </Button>
      </div>
      {asked && (
        <Confirm title={`Remove ${provider.displayName}`} label="Remove" act={act} close={() => setAsked(false)}>
          <p>Make sure that people have another way to sign in.</p>
        </Confirm>
      )}
    </Panel>
  );
}
