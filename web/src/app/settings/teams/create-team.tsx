import { answered, api } from "../../../api/client";
import type { Team } from "../../../api/schema";
import { Confirm } from "../../../ui/confirm";
import type { Fields } from "../../../ui/form";
import { TeamFields } from "./team-fields";

type Props = { teams: readonly Team[]; parentId: string; created: () => void; close: () => void };

export function CreateTeam({ teams, parentId, created, close }: Props) {
  async function act({ name = "", parentId: chosen = "" }: Fields) {
    await answered(api.POST("/api/v1/teams", { body: { name, parentId: chosen } }));
    created();
  }
  return (
    <Confirm title="Create a team" label="Create the team" look="primary" act={act} close={close}>
      <TeamFields teams={teams} name="" parentId={parentId} />
    </Confirm>
  );
}
