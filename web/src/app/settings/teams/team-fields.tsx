import type { Team } from "../../../api/schema";
import { SelectField } from "../../../ui/select-field";
import { TextField } from "../../../ui/text-field";
import { parentOptions } from "./tree";

type Props = { /** Those it can be put below. */ teams: readonly Team[]; name: string; parentId: string };

export function TeamFields({ teams, name, parentId }: Props) {
  return (
    <>
      <TextField name="name" label="Name" defaultValue={name} maxLength={100} autoComplete="off" required />
      <SelectField
        name="parentId"
        label="Below"
        options={[["", "No team: at the top"], ...parentOptions(teams)]}
        defaultValue={parentId}
        hint="People of the team above see the records of this one, if their role sees those of teams."
      />
    </>
  );
}
