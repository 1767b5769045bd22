import "./grants.css";

import { useState } from "react";

import { answered, api } from "../../../api/client";
import { everyPage, LARGEST } from "../../../api/every-page";
import type { BreakGlassGrant, User } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { everyUser } from "../directory";
import { Grant } from "./grant";

/** What was opened, and what came of looking at it. */
export function Grants({ round }: { round: number }) {
  const mayReadUsers = useMay("users.read");
  const [includeReviewed, setIncludeReviewed] = useState(false);
  const known = useLoaded(async () => {
    const [grants, users] = await Promise.all([everyGrant(includeReviewed), mayReadUsers ? everyUser() : []]);
    return { grants, users };
  }, [includeReviewed, round]);
  return (
    <Panel title={includeReviewed ? "Every opening" : "To review"}>
      <WhenLoaded loaded={known}>
        {({ grants, users }) => <List grants={grants} users={users} changed={known.reload} />}
      </WhenLoaded>
      <div>
        <Button look="plain" onClick={() => setIncludeReviewed(!includeReviewed)}>
          {includeReviewed ? "Show only those to review" : "Show those reviewed already as well"}
        </Button>
      </div>
    </Panel>
  );
}

type ListProps = { grants: readonly BreakGlassGrant[]; users: readonly User[]; changed: () => void };

function List({ grants, users, changed }: ListProps) {
  if (grants.length === 0) return <p className="quiet">Nothing waits to be reviewed.</p>;
  return (
    <ul className="grants">
      {grants.map((grant) => (
        <li key={grant.grantId} className="stack">
          <Grant grant={grant} users={users} changed={changed} />
        </li>
      ))}
    </ul>
  );
}

function everyGrant(includeReviewed: boolean): Promise<BreakGlassGrant[]> {
  return everyPage(async (pageToken) => {
    const query = { pageSize: LARGEST, pageToken, includeReviewed };
    const { grants, nextPageToken } = await answered(api.GET("/api/v1/break-glass", { params: { query } }));
    return { items: grants, nextPageToken };
  });
}
