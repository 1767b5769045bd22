import { answered, api } from "../../api/client";
import type { Subprocessor } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Badge } from "../../ui/badge";
import { day } from "../../ui/format";
import { Table, type Column } from "../../ui/table";
import { WhenLoaded } from "../../ui/when-loaded";

/** Who processes data for the operator of this deployment. */
export function SubprocessorList() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/subprocessors")));
  return (
    <>
      <p className="quiet">
        Who processes data for the operator of this deployment. A new one is announced at least 30 days before it is used,
        and gets no PHI without a BAA.
      </p>
      <WhenLoaded loaded={loaded}>
        {({ subprocessors }) => (
          <Table caption="Subprocessors" columns={COLUMNS} rows={subprocessors} rowKey={({ code }) => code} empty="There is none." />
        )}
      </WhenLoaded>
    </>
  );
}

const COLUMNS: readonly Column<Subprocessor>[] = [
  { head: "Name", cell: (one) => <Name subprocessor={one} /> },
  { head: "For", cell: ({ purpose }) => purpose },
  { head: "Where", cell: ({ region }) => region },
  { head: "PHI", cell: (one) => <Phi subprocessor={one} /> },
];

function Name({ subprocessor: { name, effectiveTime } }: { subprocessor: Subprocessor }) {
  const announced = effectiveTime && Date.parse(effectiveTime) > Date.now();
  return (
    <span>
      <strong>{name}</strong>
      {announced && <span className="quiet"> from {day(effectiveTime)} on</span>}
    </span>
  );
}

function Phi({ subprocessor: { touchesPhi, baa } }: { subprocessor: Subprocessor }) {
  if (!touchesPhi) return <Badge>Gets none</Badge>;
  return baa ? <Badge kind="success">BAA in force</Badge> : <Badge kind="warning">None without a BAA</Badge>;
}
