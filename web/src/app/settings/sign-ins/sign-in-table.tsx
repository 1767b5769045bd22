import type { SignIn } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { count, moment } from "../../../ui/format";
import { Table, type Column } from "../../../ui/table";
import { deviceText, METHODS, placeText, REFUSALS, SECOND_FACTORS } from "./words";

/** Attempts to sign in, newest first. */
export function SignInTable({ signIns }: { signIns: readonly SignIn[] }) {
  return (
    <Table caption="Sign-ins" columns={COLUMNS} rows={signIns} rowKey={({ signInId }) => signInId} empty="No sign-in yet." />
  );
}

const COLUMNS: readonly Column<SignIn>[] = [
  { head: "When", cell: ({ createTime }) => moment(createTime) },
  { head: "Outcome", cell: (signIn) => <Outcome signIn={signIn} /> },
  { head: "Device", cell: (signIn) => <From signIn={signIn} /> },
  { head: "By", cell: ({ method, secondFactor }) => [METHODS[method], SECOND_FACTORS[secondFactor]].filter(Boolean).join(" and ") },
];

function Outcome({ signIn: { opened, refusalReason, furtherRefusalCount, newDevice } }: { signIn: SignIn }) {
  if (opened) {
    return (
      <span>
        <Badge kind="success">Signed in</Badge> {newDevice && <Badge kind="warning">New device</Badge>}
      </span>
    );
  }
  return (
    <span>
      <Badge kind="danger">{REFUSALS[refusalReason] ?? "Refused"}</Badge>
      {furtherRefusalCount > 0 && <span className="quiet"> and {count(furtherRefusalCount)} more that hour</span>}
    </span>
  );
}

function From({ signIn: { device, userAgent, location, sourceAddress } }: { signIn: SignIn }) {
  const place = placeText(location);
  return (
    <span title={userAgent}>
      {deviceText(device)}
      <br />
      <span className="quiet">{place ? `${place} (${sourceAddress})` : sourceAddress}</span>
    </span>
  );
}
