import "./single-sign-on.css";

import { useState } from "react";

import type { SsoRoleRule, SsoRoleRuleInput } from "../../../api/schema";
import { Button } from "../../../ui/button";
import type { Fields } from "../../../ui/form";

type Row = SsoRoleRule & { key: number };
type Props = { begin: readonly SsoRoleRule[]; roles: readonly (readonly [string, string])[] };

/** Which value of the claim gives which role, in the order in which they are tried. */
export function RoleRules({ begin, roles }: Props) {
  const [rows, setRows] = useState<readonly Row[]>(() => begin.map((rule, key) => ({ ...rule, key })));
  const add = () => setRows([...rows, { value: "", role: "STAFF", key: 1 + Math.max(-1, ...rows.map(({ key }) => key)) }]);
  const remove = (key: number) => setRows(rows.filter((row) => row.key !== key));
  return (
    <fieldset className="sso-rules">
      <legend>Roles by group</legend>
      <p className="quiet">Tried from the top: the first group that somebody is in decides.</p>
      {rows.map((row, index) => (
        <div key={row.key} className="sso-rule">
          <input
            className="field-input"
            name={`roleRules[${index}].value`}
            aria-label={`Group of rule ${index + 1}`}
            placeholder="Name or id of a group"
            defaultValue={row.value}
            maxLength={256}
            required
          />
          <select
            className="field-input"
            name={`roleRules[${index}].role`}
            aria-label={`Role of rule ${index + 1}`}
            defaultValue={row.role}
          >
            {roles.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
          <Button look="plain" onClick={() => remove(row.key)} aria-label={`Remove rule ${index + 1}`}>
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={add}>Add a rule</Button>
      </div>
    </fieldset>
  );
}

/** The rules as they were filled in, from the top. */
export function chosenRules(fields: Fields): SsoRoleRuleInput[] {
  const rules: SsoRoleRuleInput[] = [];
  for (let index = 0; `roleRules[${index}].value` in fields; index += 1) {
    rules.push({ value: fields[`roleRules[${index}].value`] ?? "", role: fields[`roleRules[${index}].role`] ?? "" });
  }
  return rules;
}
