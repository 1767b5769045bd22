/** Names of the contract as people read them: `contact.date_of_birth` is Date of birth, of a Contact. */

const RECORDS: Readonly<Record<string, string>> = {
  break_glass_grant: "Emergency access",
  sso_domain: "Single sign-on: domain",
  sso_link: "Single sign-on: link",
  sso_policy: "Single sign-on: policy",
  sso_provider: "Single sign-on: provider",
};

export function kindOf(field: string): string {
  return field.slice(0, field.indexOf("."));
}

export function recordText(kind: string): string {
  return RECORDS[kind] ?? plain(kind);
}

export function fieldText(field: string): string {
  return plain(field.slice(kindOf(field).length + 1).replace(/_ids?$/, ""));
}

function plain(name: string): string {
  const text = name.replaceAll("_", " ").replace(/\b(npi|baa|phi)\b/g, (short) => short.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}
