import "./single-sign-on.css";

import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { SsoDomain } from "../../../api/schema";
import { useAct } from "../../../api/use-act";
import { useLoaded } from "../../../api/use-loaded";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { CopyField } from "../../../ui/copy-field";
import { Form, type Fields } from "../../../ui/form";
import { day } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { TextField } from "../../../ui/text-field";
import { WhenLoaded } from "../../../ui/when-loaded";

export function DomainsPanel() {
  const domains = useLoaded(async () => (await answered(api.GET("/api/v1/sso/domains"))).domains);
  return (
    <Panel title="Domains">
      <p className="quiet">
        Prove that a domain is yours, and people with an address of it find your provider by that address. Accounts are
        made on the first sign-in for addresses of proved domains only.
      </p>
      <WhenLoaded loaded={domains}>
        {(found) => (
          <>
            {found.length > 0 && (
              <ul className="sso-domains">
                {found.map((domain) => (
                  <li key={domain.domainId} className="stack">
                    <Domain domain={domain} changed={domains.reload} />
                  </li>
                ))}
              </ul>
            )}
            <Claim key={found.length} claimed={domains.reload} />
          </>
        )}
      </WhenLoaded>
    </Panel>
  );
}

function Claim({ claimed }: { claimed: () => void }) {
  async function submit({ domain = "" }: Fields) {
    await answered(api.POST("/api/v1/sso/domains", { body: { domain: domain.trim() } }));
    claimed();
  }
  return (
    <Form submit={submit} label="Add the domain" look="secondary">
      <TextField
        name="domain"
        label="Domain"
        placeholder="practice.example"
        hint="As it stands behind the @. A subdomain is a domain of its own."
        maxLength={253}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
    </Form>
  );
}

function Domain({ domain, changed }: { domain: SsoDomain; changed: () => void }) {
  const { run, busy, problem } = useAct();
  const [removing, setRemoving] = useState(false);
  const params = { path: { domain_id: domain.domainId } };
  const verify = () =>
    run(async () => {
      await answered(api.POST("/api/v1/sso/domains/{domain_id}:verify", { params, body: {} }));
      changed();
    });
  async function remove() {
    await answered(api.DELETE("/api/v1/sso/domains/{domain_id}", { params }));
    changed();
  }
  const proved = domain.verifyTime !== undefined;
  return (
    <>
      <div className="sso-domain row">
        <strong>{domain.domain}</strong>
        {proved ? <Badge kind="success">Proved {day(domain.verifyTime)}</Badge> : <Badge kind="warning">Not proved yet</Badge>}
        <Button look="plain" onClick={() => setRemoving(true)} aria-label={`Remove ${domain.domain}`}>
          Remove
        </Button>
      </div>
      {!proved && (
        <>
          <CopyField
            label={`TXT record of ${domain.domain}`}
            value={domain.recordValue}
            hint="Add it where your domain’s DNS is kept, beside the TXT records that are there. It may take an hour to be seen."
          />
          {problem && <Notice kind="problem">{problem.message}</Notice>}
          <div>
            <Button busy={busy} onClick={() => void verify()} aria-label={`Verify ${domain.domain}`}>
              Verify
            </Button>
          </div>
        </>
      )}
      {removing && (
        <Confirm title={`Remove ${domain.domain}`} label="Remove" act={remove} close={() => setRemoving(false)}>
          <p>People no longer find your provider by an address of this domain. Those who have an account keep it.</p>
        </Confirm>
      )}
    </>
  );
}
