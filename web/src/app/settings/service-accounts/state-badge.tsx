import type { ServiceAccount } from "../../../api/schema";
import { Badge } from "../../../ui/badge";

export function StateBadge({ account }: { account: ServiceAccount }) {
  if (account.state === "SERVICE_ACCOUNT_STATE_DISABLED") return <Badge kind="danger">Disabled</Badge>;
  return <Badge kind="success">Active</Badge>;
}
