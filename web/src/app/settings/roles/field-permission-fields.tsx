import "./roles.css";

import { useId } from "react";

import type { FieldPermission, FieldPermissionInput, GovernedField } from "../../../api/schema";
import { Badge } from "../../../ui/badge";
import type { Fields } from "../../../ui/form";
import { fieldText, kindOf, recordText } from "./field-texts";

const PREFIX = "field:";

type Props = { fields: readonly GovernedField[]; limited: readonly FieldPermission[] };

/** For each field of each kind of record: whether the role sees and changes it. */
export function FieldPermissionFields({ fields, limited }: Props) {
  const kinds = [...new Set(fields.map(({ field }) => kindOf(field)))];
  const byName = kinds.toSorted((one, other) => recordText(one).localeCompare(recordText(other)));
  return (
    <div className="roles-records">
      {byName.map((kind) => (
        <Kind key={kind} kind={kind} fields={fields.filter(({ field }) => kindOf(field) === kind)} limited={limited} />
      ))}
    </div>
  );
}

function Kind({ kind, fields, limited }: Props & { kind: string }) {
  const count = limited.filter(({ field }) => kindOf(field) === kind).length;
  return (
    <details open={count > 0}>
      <summary>
        {recordText(kind)} {count > 0 && <Badge>{count} limited</Badge>}
      </summary>
      {fields.map((field) => (
        <Choice key={field.field} field={field} access={limited.find((each) => each.field === field.field)?.access} />
      ))}
    </details>
  );
}

function Choice({ field: { field, phi }, access = "" }: { field: GovernedField; access: string | undefined }) {
  const id = useId();
  return (
    <div className="roles-field">
      <label htmlFor={id}>
        {fieldText(field)} {phi && <Badge kind="warning">PHI</Badge>}
      </label>
      <select className="field-input" id={id} name={PREFIX + field} defaultValue={access}>
        <option value="">See and change</option>
        <option value="READ_ONLY">Read-only</option>
        <option value="HIDDEN">Hidden</option>
      </select>
    </div>
  );
}

/** The fields for which anything but everything was chosen. */
export function chosenFieldPermissions(fields: Fields): FieldPermissionInput[] {
  return Object.entries(fields)
    .filter(([name, access]) => name.startsWith(PREFIX) && access)
    .map(([name, access]) => ({ field: name.slice(PREFIX.length), access: access as FieldPermissionInput["access"] }));
}
