import type { Vendor } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { day } from "../../../ui/format";
import { Table, type Column } from "../../../ui/table";
import { CATEGORIES, STANDINGS } from "./words";

type Act = (what: "edit" | "remove", vendor: Vendor) => void;

/** Without `act` it is only to be read. */
export function VendorTable({ vendors, act }: { vendors: readonly Vendor[]; act: Act | undefined }) {
  const columns = act ? [...COLUMNS, actionsOf(act)] : COLUMNS;
  return <Table caption="Vendors" columns={columns} rows={vendors} rowKey={({ vendorId }) => vendorId} empty="No vendor yet." />;
}

const COLUMNS: readonly Column<Vendor>[] = [
  { head: "Vendor", cell: ({ name }) => <strong>{name}</strong> },
  { head: "For", cell: ({ category }) => CATEGORIES[category] },
  { head: "BAA", cell: (vendor) => <Standing vendor={vendor} /> },
  { head: "Until", cell: ({ expireDate, effectiveDate }) => day(expireDate) || (effectiveDate && "No end") },
];

function Standing({ vendor: { standing } }: { vendor: Vendor }) {
  const [kind, text] = STANDINGS[standing];
  return <Badge kind={kind}>{text}</Badge>;
}

function actionsOf(act: Act): Column<Vendor> {
  return {
    head: "Actions",
    cell: (vendor) => (
      <span className="row">
        <Button look="plain" aria-label={`Edit ${vendor.name}`} onClick={() => act("edit", vendor)}>
          Edit
        </Button>
        {(vendor.updateTime || !vendor.builtIn) && (
          <Button look="plain" aria-label={`Remove ${vendor.name}`} onClick={() => act("remove", vendor)}>
            Remove
          </Button>
        )}
      </span>
    ),
  };
}
