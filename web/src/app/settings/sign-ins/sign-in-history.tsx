import { useState } from "react";

import type { SignIn } from "../../../api/schema";
import { useAct } from "../../../api/use-act";
import { useLoaded } from "../../../api/use-loaded";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { moment } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Table, type Column } from "../../../ui/table";
import { WhenLoaded } from "../../../ui/when-loaded";

type History = { signIns: SignIn[]; nextPageToken: string };
type Load = (pageToken: string) => Promise<History>;

const METHODS: Readonly<Record<SignIn["method"], string>> = {
  SIGN_IN_METHOD_UNSPECIFIED: "Unknown",
  SIGN_IN_METHOD_PASSWORD: "Password",
  SIGN_IN_METHOD_PASSKEY: "Passkey",
  SIGN_IN_METHOD_SINGLE_SIGN_ON: "Single sign-on",
};
const FACTORS: Readonly<Record<SignIn["secondFactor"], string>> = {
  SIGN_IN_SECOND_FACTOR_UNSPECIFIED: "",
  SIGN_IN_SECOND_FACTOR_NONE: "",
  SIGN_IN_SECOND_FACTOR_TOTP: "authenticator app",
  SIGN_IN_SECOND_FACTOR_PASSKEY: "passkey",
  SIGN_IN_SECOND_FACTOR_RECOVERY_CODE: "recovery code",
};
const COLUMNS: readonly Column<SignIn>[] = [
  { head: "When", cell: ({ createTime }) => moment(createTime) },
  { head: "Outcome", cell: (signIn) => <Outcome signIn={signIn} /> },
  { head: "By", cell: ({ method, secondFactor }) => [METHODS[method], FACTORS[secondFactor]].filter(Boolean).join(" and ") },
  { head: "Device", cell: (signIn) => <span title={signIn.userAgent}>{deviceText(signIn)}</span> },
  { head: "From", cell: (signIn) => [placeText(signIn), signIn.sourceAddress].filter(Boolean).join(", ") },
];

/** Attempts to sign in, newest first, a page at a time. */
export function SignInHistory({ load }: { load: Load }) {
  const newest = useLoaded(() => load(""));
  return <WhenLoaded loaded={newest}>{(first) => <Pages first={first} load={load} />}</WhenLoaded>;
}

function Pages({ first, load }: { first: History; load: Load }) {
  const [{ signIns, nextPageToken }, setShown] = useState(first);
  const { run, busy, problem } = useAct();
  const more = () =>
    run(async () => {
      const next = await load(nextPageToken);
      setShown({ signIns: [...signIns, ...next.signIns], nextPageToken: next.nextPageToken });
    });
  return (
    <>
      <Table caption="Sign-ins" columns={COLUMNS} rows={signIns} rowKey={({ signInId }) => signInId} empty="No sign-in yet." />
      {problem && <Notice kind="problem">{problem.message}</Notice>}
      {nextPageToken && (
        <div>
          <Button busy={busy} onClick={() => void more()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function Outcome({ signIn: { opened, refusalReason, newDevice, furtherRefusalCount } }: { signIn: SignIn }) {
  if (opened) {
    return (
      <span>
        <Badge kind="success">Signed in</Badge> {newDevice && <Badge kind="warning">New device</Badge>}
      </span>
    );
  }
  return (
    <Badge kind="danger">
      <span title={refusalReason}>{furtherRefusalCount ? `Refused, and ${furtherRefusalCount} more` : "Refused"}</span>
    </Badge>
  );
}

function deviceText({ device, userAgent }: SignIn): string {
  return [device?.browser, device?.operatingSystem].filter(Boolean).join(" on ") || userAgent || "Unknown";
}

function placeText({ location }: SignIn): string {
  return [location?.city, location?.region, location?.country].filter(Boolean).join(", ");
}
