import { answered, api } from "../../../api/client";
import type { BreakGlassGrant } from "../../../api/schema";
import { Confirm } from "../../../ui/confirm";
import type { Fields } from "../../../ui/form";
import { SelectField } from "../../../ui/select-field";
import { TextAreaField } from "../../../ui/text-area-field";

const OUTCOMES = [
  ["", "Choose"],
  ["BREAK_GLASS_OUTCOME_JUSTIFIED", "Justified: an emergency, and what was looked at belonged to it"],
  ["BREAK_GLASS_OUTCOME_NOT_JUSTIFIED", "Not justified: none, or more was looked at than belonged to it"],
] as const;

type Props = { grant: BreakGlassGrant; who: string; reviewed: () => void; close: () => void };

export function Review({ grant, who, reviewed, close }: Props) {
  async function act({ outcome, note = "" }: Fields) {
    const params = { path: { grant_id: grant.grantId } };
    const body = { outcome: outcome as BreakGlassGrant["outcome"], note };
    await answered(api.POST("/api/v1/break-glass/{grant_id}:review", { params, body }));
    reviewed();
  }
  return (
    <Confirm title={`Review the emergency access of ${who}`} label="Close the review" look="primary" act={act} close={close}>
      {grant.inForce && <p>It is still open, and ends with your review.</p>}
      <SelectField name="outcome" label="Finding" options={OUTCOMES} required />
      <TextAreaField name="note" label="On what grounds" maxLength={2000} required />
    </Confirm>
  );
}
