import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { BreakGlassGrant, User } from "../../../api/schema";
import { useAct } from "../../../api/use-act";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Facts } from "../../../ui/facts";
import { moment } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { useSession } from "../../frame/session";
import { userName } from "../directory";
import { Review } from "./review";

type Props = { grant: BreakGlassGrant; users: readonly User[]; changed: () => void };

export function Grant({ grant, users, changed }: Props) {
  const who = userName(users, grant.userId);
  return (
    <>
      <div className="row">
        <strong>{who}</strong>
        <StateBadge grant={grant} />
      </div>
      <Facts
        facts={[
          ["Opened", moment(grant.createTime)],
          [grant.inForce ? "Ends" : "Ended", moment(grant.expireTime)],
          ["Reason", <span className="grants-words">{grant.reason}</span>],
          ["Contact", grant.contactId],
          ["Reviewed", grant.reviewTime && `${moment(grant.reviewTime)}, by ${userName(users, grant.reviewerId)}`],
          ["Found", grant.note && <span className="grants-words">{grant.note}</span>],
          ["In the audit log", <code>{grant.grantId}</code>],
        ]}
      />
      {!grant.reviewTime && <Actions grant={grant} who={who} changed={changed} />}
    </>
  );
}

function StateBadge({ grant: { inForce, outcome } }: { grant: BreakGlassGrant }) {
  if (outcome === "BREAK_GLASS_OUTCOME_JUSTIFIED") return <Badge kind="success">Justified</Badge>;
  if (outcome === "BREAK_GLASS_OUTCOME_NOT_JUSTIFIED") return <Badge kind="danger">Not justified</Badge>;
  return inForce ? <Badge kind="danger">Open now</Badge> : <Badge kind="warning">To review</Badge>;
}

function Actions({ grant, who, changed }: Omit<Props, "users"> & { who: string }) {
  const { user } = useSession();
  const { run, busy, problem } = useAct();
  const [reviewing, setReviewing] = useState(false);
  const own = user?.userId === grant.userId;
  const end = () =>
    run(async () => {
      await answered(api.DELETE("/api/v1/break-glass/{grant_id}", { params: { path: { grant_id: grant.grantId } } }));
      changed();
    });
  return (
    <>
      {problem && <Notice kind="problem">{problem.message}</Notice>}
      {own && <p className="quiet">This was you: someone else reviews it.</p>}
      <div className="row">
        {!own && (
          <Button onClick={() => setReviewing(true)} aria-label={`Review the emergency access of ${who}`}>
            Review
          </Button>
        )}
        {grant.inForce && (
          <Button look="danger" busy={busy} onClick={() => void end()} aria-label={`End the emergency access of ${who}`}>
            End it now
          </Button>
        )}
      </div>
      {reviewing && <Review grant={grant} who={who} reviewed={changed} close={() => setReviewing(false)} />}
    </>
  );
}
