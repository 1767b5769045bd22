import "./teams/teams.css";

import { useState } from "react";
import { Link } from "react-router";

import type { Team } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Button } from "../../ui/button";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { WhenLoaded } from "../../ui/when-loaded";
import { useMay } from "../frame/session";
import { everyTeam } from "./directory";
import { CreateTeam } from "./teams/create-team";
import { below } from "./teams/tree";

/** `/app/settings/teams` */
export function Teams() {
  const mayChange = useMay("teams.write");
  const teams = useLoaded(everyTeam);
  const [creating, setCreating] = useState(false);
  const create = (
    <Button look="primary" disabled={!teams.value} onClick={() => setCreating(true)}>
      Create a team
    </Button>
  );
  return (
    <Page title="Teams" actions={mayChange && create}>
      <p className="quiet">
        Who has a role that sees the records of teams sees those of the people of their own teams and of every team below.
      </p>
      <WhenLoaded loaded={teams}>
        {(found) => (
          <>
            <Panel>{found.length === 0 ? <p className="quiet">No team yet.</p> : <Tree teams={found} parentId="" />}</Panel>
            {creating && <CreateTeam teams={found} parentId="" created={teams.reload} close={() => setCreating(false)} />}
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function Tree({ teams, parentId }: { teams: readonly Team[]; parentId: string }) {
  const found = below(teams, parentId);
  if (found.length === 0) return null;
  return (
    <ul className={parentId ? undefined : "teams-tree"}>
      {found.map((team) => (
        <li key={team.teamId}>
          <Link to={`/settings/teams/${team.teamId}`}>{team.name}</Link>
          <Tree teams={teams} parentId={team.teamId} />
        </li>
      ))}
    </ul>
  );
}
