import { useState } from "react";

import type { SsoProvider, SsoProviderInput } from "../../../api/schema";
import { CheckField } from "../../../ui/check-field";
import { Form, type Fields } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { SelectField } from "../../../ui/select-field";
import { TextAreaField } from "../../../ui/text-area-field";
import { TextField } from "../../../ui/text-field";
import { KINDS, NAMES, type Kind } from "./kinds";
import { chosenRules, RoleRules } from "./role-rules";

type Props = {
  /** The provider to change; none for a new one. */
  provider?: SsoProvider;
  roles: readonly (readonly [string, string])[];
  save: (provider: SsoProviderInput) => Promise<unknown>;
};

export function ProviderForm({ provider, roles, save }: Props) {
  const [kind, setKind] = useState<Kind>(provider?.kind ?? "SSO_PROVIDER_KIND_GOOGLE");
  const submit = (fields: Fields) => save(filledIn(kind, fields));
  return (
    <Form submit={submit} label={provider ? "Save the provider" : "Add the provider"} done={provider ? "Saved." : ""} wide>
      <Panel title="Provider">
        {!provider && (
          <SelectField
            name="kind"
            label="Kind"
            options={KINDS}
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
          />
        )}
        <Connection key={kind} kind={kind} provider={provider} />
        <CheckField name="enabled" defaultChecked={provider?.enabled ?? true} label="People can sign in through it" />
      </Panel>
      <Panel title="New people">
        <NewPeople provider={provider} roles={roles} />
      </Panel>
    </Form>
  );
}

function Connection({ kind, provider }: { kind: Kind; provider: SsoProvider | undefined }) {
  const google = kind === "SSO_PROVIDER_KIND_GOOGLE";
  return (
    <>
      <TextField
        name="displayName"
        label="Name"
        defaultValue={provider?.displayName ?? NAMES[kind]}
        hint="People read it on the button: Sign in with …"
        maxLength={100}
        required
      />
      {kind === "SSO_PROVIDER_KIND_OIDC" && !provider && (
        <TextField
          name="issuer"
          label="Issuer"
          type="url"
          placeholder="https://login.practice.example"
          hint="Exactly as the provider’s own metadata spells it."
          maxLength={512}
          required
        />
      )}
      <TextField name="clientId" label="Client id" defaultValue={provider?.clientId} maxLength={256} autoComplete="off" required />
      <TextField
        name="clientSecret"
        label="Client secret"
        type="password"
        autoComplete="new-password"
        hint={provider ? "Never shown again. Leave it empty to keep the present one." : "Kept sealed and never shown again."}
        maxLength={1024}
      />
      {kind === "SSO_PROVIDER_KIND_MICROSOFT" && (
        <TextAreaField
          name="tenantIds"
          label="Tenants"
          rows={2}
          defaultValue={provider?.tenantIds.join("\n")}
          hint="The directory (tenant) ids whose people may sign in, one a line."
          required
        />
      )}
      <TextAreaField
        name="allowedDomains"
        label="Domains of addresses"
        rows={2}
        defaultValue={provider?.allowedDomains.join("\n")}
        hint={google ? "The domains of your Google Workspace, one a line." : "One a line. Empty takes addresses of any domain."}
        required={google}
      />
    </>
  );
}

function NewPeople({ provider, roles }: { provider: SsoProvider | undefined; roles: Props["roles"] }) {
  const [added, setAdded] = useState(provider?.justInTime ?? false);
  return (
    <>
      <CheckField
        name="justInTime"
        checked={added}
        onChange={(event) => setAdded(event.target.checked)}
        label="Add people the provider knows and this workspace does not, on their first sign-in"
      />
      {added && (
        <>
          <p className="quiet">Their address has to be of a domain you have proved.</p>
          <SelectField
            name="defaultRole"
            label="Role when no rule fits"
            options={[["", "None: they are not added"], ...roles]}
            defaultValue={provider?.defaultRole}
          />
          <TextField
            name="roleClaim"
            label="Claim that names groups"
            placeholder="groups"
            defaultValue={provider?.roleClaim}
            hint="Needed for roles by group. What the provider calls it, often “groups” or “roles”."
            maxLength={100}
          />
          <RoleRules begin={provider?.roleRules ?? []} roles={roles} />
        </>
      )}
    </>
  );
}

function filledIn(kind: Kind, fields: Fields): SsoProviderInput {
  return {
    kind,
    displayName: fields["displayName"] ?? "",
    issuer: fields["issuer"] ?? "",
    clientId: fields["clientId"] ?? "",
    clientSecret: fields["clientSecret"] ?? "",
    tenantIds: lines(fields["tenantIds"]),
    allowedDomains: lines(fields["allowedDomains"]),
    enabled: fields["enabled"] === "on",
    justInTime: fields["justInTime"] === "on",
    defaultRole: fields["defaultRole"] ?? "",
    roleClaim: fields["roleClaim"] ?? "",
    roleRules: chosenRules(fields),
  };
}

function lines(text = ""): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
