import { answered, api } from "../../../api/client";
import type { ServiceAccountToken } from "../../../api/schema";
import { Confirm } from "../../../ui/confirm";
import type { Fields } from "../../../ui/form";
import { SelectField } from "../../../ui/select-field";

const OVERLAPS = [
  ["1", "One hour"],
  ["24", "One day"],
  ["168", "A week"],
  ["720", "30 days"],
] as const;

type Props = { serviceAccountId: string; token: ServiceAccountToken; made: (secret: string) => void; close: () => void };

export function RotateToken({ serviceAccountId, token, made, close }: Props) {
  async function act({ overlapHours = "" }: Fields) {
    const params = { path: { service_account_id: serviceAccountId, token_id: token.tokenId } };
    const body = { overlapHours: Number(overlapHours) };
    const path = "/api/v1/service-accounts/{service_account_id}/tokens/{token_id}:rotate";
    made((await answered(api.POST(path, { params, body }))).token);
  }
  return (
    <Confirm title={`Rotate ${token.name}`} label="Rotate" look="primary" act={act} close={close}>
      <p>A new token with the same name and scopes follows it. Both work until the time below is over.</p>
      <SelectField name="overlapHours" label="The old one goes on for" options={OVERLAPS} defaultValue="24" />
    </Confirm>
  );
}
