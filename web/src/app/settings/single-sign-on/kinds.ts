import type { SsoProvider } from "../../../api/schema";

export type Kind = SsoProvider["kind"];

/** Which providers there are, as a select wants them. */
export const KINDS: readonly (readonly [Kind, string])[] = [
  ["SSO_PROVIDER_KIND_GOOGLE", "Google Workspace"],
  ["SSO_PROVIDER_KIND_MICROSOFT", "Microsoft Entra ID"],
  ["SSO_PROVIDER_KIND_OIDC", "Another that speaks OpenID Connect"],
];

/** What people read on the button to sign in, unless another name is given. */
export const NAMES: Readonly<Record<Kind, string>> = {
  SSO_PROVIDER_KIND_UNSPECIFIED: "",
  SSO_PROVIDER_KIND_GOOGLE: "Google",
  SSO_PROVIDER_KIND_MICROSOFT: "Microsoft",
  SSO_PROVIDER_KIND_OIDC: "",
};

export function kindText(kind: Kind): string {
  return kind === "SSO_PROVIDER_KIND_OIDC" ? "OpenID Connect" : (KINDS.find(([value]) => value === kind)?.[1] ?? "");
}
