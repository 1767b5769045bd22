import { Link } from "react-router";

import { answered, api } from "../../../api/client";
import { everyPage, LARGEST } from "../../../api/every-page";
import type { TeamMember, User } from "../../../api/schema";
import { useAct } from "../../../api/use-act";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Form, type Fields } from "../../../ui/form";
import { day } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { SelectField } from "../../../ui/select-field";
import { Table, type Column } from "../../../ui/table";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { everyUser, nameOfUser, userName } from "../directory";

export function Members({ teamId }: { teamId: string }) {
  const mayChange = useMay("teams.write");
  const known = useLoaded(async () => {
    const [members, users] = await Promise.all([everyMember(teamId), everyUser()]);
    return { members, users };
  });
  return (
    <Panel title="People">
      <WhenLoaded loaded={known}>
        {({ members, users }) => (
          <>
            <List teamId={teamId} members={members} users={users} mayChange={mayChange} changed={known.reload} />
            {mayChange && <Add teamId={teamId} users={others(users, members)} changed={known.reload} />}
          </>
        )}
      </WhenLoaded>
    </Panel>
  );
}

type ListProps = {
  teamId: string;
  members: readonly TeamMember[];
  users: readonly User[];
  mayChange: boolean;
  changed: () => void;
};

function List({ teamId, members, users, mayChange, changed }: ListProps) {
  const { run, busy, problem } = useAct();
  const remove = (userId: string) =>
    run(async () => {
      const path = { team_id: teamId, user_id: userId };
      await answered(api.DELETE("/api/v1/teams/{team_id}/members/{user_id}", { params: { path } }));
      changed();
    });
  const columns: Column<TeamMember>[] = [
    { head: "Name", cell: ({ userId }) => <Link to={`/settings/users/${userId}`}>{userName(users, userId)}</Link> },
    { head: "Since", cell: (member) => day(member.createTime) },
  ];
  const actions: Column<TeamMember> = {
    head: "Actions",
    cell: ({ userId }) => (
      <Button look="plain" disabled={busy} onClick={() => void remove(userId)} aria-label={`Take ${userName(users, userId)} out`}>
        Take out
      </Button>
    ),
  };
  return (
    <>
      {problem && <Notice kind="problem">{problem.message}</Notice>}
      <Table
        caption="People of the team"
        columns={mayChange ? [...columns, actions] : columns}
        rows={members}
        rowKey={(member) => member.userId}
        empty="Nobody is in this team yet."
      />
    </>
  );
}

function Add({ teamId, users, changed }: { teamId: string; users: readonly User[]; changed: () => void }) {
  async function submit({ userId = "" }: Fields) {
    await answered(api.POST("/api/v1/teams/{team_id}/members", { params: { path: { team_id: teamId } }, body: { userId } }));
    changed();
  }
  if (users.length === 0) return null;
  return (
    <Form submit={submit} label="Add to the team" look="secondary">
      <SelectField
        name="userId"
        label="Add someone"
        options={[["", "Choose a person"], ...users.map((user) => [user.userId, nameOfUser(user)] as const)]}
        required
      />
    </Form>
  );
}

function others(users: readonly User[], members: readonly TeamMember[]): User[] {
  const inside = new Set(members.map(({ userId }) => userId));
  return users.filter(({ userId, state }) => state === "USER_STATE_ACTIVE" && !inside.has(userId));
}

function everyMember(teamId: string): Promise<TeamMember[]> {
  return everyPage(async (pageToken) => {
    const params = { path: { team_id: teamId }, query: { pageSize: LARGEST, pageToken } };
    const { members, nextPageToken } = await answered(api.GET("/api/v1/teams/{team_id}/members", { params }));
    return { items: members, nextPageToken };
  });
}
