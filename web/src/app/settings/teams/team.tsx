import "./teams.css";

import { Fragment, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { answered, api } from "../../../api/client";
import { ifMatch } from "../../../api/if-match";
import { Problem } from "../../../api/problem";
import type { Team } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Form, type Fields } from "../../../ui/form";
import { Page } from "../../../ui/page";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { everyTeam } from "../directory";
import { Members } from "./members";
import { TeamFields } from "./team-fields";
import { above, below, subtree } from "./tree";

type Props = { team: Team; teams: readonly Team[]; changed: () => void };

/** `/app/settings/teams/{teamId}` */
export function TeamPage() {
  const { teamId = "" } = useParams();
  const mayChange = useMay("teams.write");
  const known = useLoaded(async () => {
    const teams = await everyTeam();
    const team = teams.find((each) => each.teamId === teamId);
    if (!team) throw new Problem(404, "NOT_FOUND", "There is no such team. Perhaps it was removed.");
    return { team, teams };
  }, [teamId]);
  return (
    <Page title={known.value?.team.name ?? "Team"} above={<Path {...known.value} />}>
      <WhenLoaded loaded={known}>
        {({ team, teams }) => (
          <>
            <Members key={team.teamId} teamId={team.teamId} />
            <Below team={team} teams={teams} />
            {mayChange && <Change team={team} teams={teams} changed={known.reload} />}
            {mayChange && <Remove team={team} />}
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function Path({ team, teams = [] }: { team?: Team; teams?: readonly Team[] }) {
  return (
    <>
      <Link to="/settings/teams">Teams</Link>
      {team &&
        above(teams, team).map(({ teamId, name }) => (
          <Fragment key={teamId}>
            {" / "}
            <Link to={`/settings/teams/${teamId}`}>{name}</Link>
          </Fragment>
        ))}
    </>
  );
}

function Below({ team, teams }: Omit<Props, "changed">) {
  const found = below(teams, team.teamId);
  if (found.length === 0) return null;
  return (
    <Panel title="Teams below">
      <ul className="teams-tree">
        {found.map(({ teamId, name }) => (
          <li key={teamId}>
            <Link to={`/settings/teams/${teamId}`}>{name}</Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Change({ team, teams, changed }: Props) {
  const own = subtree(teams, team.teamId);
  async function submit({ name = "", parentId = "" }: Fields) {
    const query = { updateMask: "name,parentId" };
    const params = { path: { team_id: team.teamId }, query, header: ifMatch(team.etag) };
    await answered(api.PATCH("/api/v1/teams/{team_id}", { params, body: { name, parentId } }));
    changed();
  }
  return (
    <Panel title="Name and place">
      <Form key={team.teamId} submit={submit} label="Save" done="Saved.">
        <TeamFields teams={teams.filter(({ teamId }) => !own.has(teamId))} name={team.name} parentId={team.parentId} />
      </Form>
    </Panel>
  );
}

function Remove({ team }: { team: Team }) {
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  async function act() {
    await answered(api.DELETE("/api/v1/teams/{team_id}", { params: { path: { team_id: team.teamId } } }));
    await navigate("/settings/teams");
  }
  return (
    <Panel title="Remove">
      <p className="quiet">A team can be removed once there are no teams below it. Its people stay.</p>
      <div>
        <Button look="danger" onClick={() => setAsked(true)}>
          Remove the team
        </Button>
      </div>
      {asked && (
        <Confirm title={`Remove ${team.name}`} label="Remove" act={act} close={() => setAsked(false)}>
          <p>Its people no longer see each other’s records through it.</p>
        </Confirm>
      )}
    </Panel>
  );
}
