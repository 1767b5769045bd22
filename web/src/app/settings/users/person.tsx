import { Link, useParams } from "react-router";

import { answered, api } from "../../../api/client";
import { useLoaded } from "../../../api/use-loaded";
import { Facts } from "../../../ui/facts";
import { moment } from "../../../ui/format";
import { Page } from "../../../ui/page";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { everyRole, nameOfUser, roleName } from "../directory";
import { AccessPanel } from "./access-panel";
import { StateBadge } from "./people-panel";
import { RolePanel } from "./role-panel";
import { SecondFactorPanel } from "./second-factor-panel";
import { SignInsPanel } from "./sign-ins-panel";

/** `/app/settings/users/{userId}` */
export function Person() {
  const { userId = "" } = useParams();
  const mayChange = useMay("users.write");
  const mayReadSignIns = useMay("sign_ins.read");
  const mayReset = useMay("security.write");
  const known = useLoaded(async () => {
    const path = { user_id: userId };
    const [user, roles] = await Promise.all([answered(api.GET("/api/v1/users/{user_id}", { params: { path } })), everyRole()]);
    return { user, roles };
  }, [userId]);
  const name = known.value ? nameOfUser(known.value.user) : "Person";
  return (
    <Page title={name} above={<Link to="/settings/users">People</Link>}>
      <WhenLoaded loaded={known}>
        {({ user, roles }) => (
          <>
            <Panel>
              <Facts
                facts={[
                  ["E-mail", user.email],
                  ["State", <StateBadge user={user} />],
                  ["Role", roleName(roles, user.role)],
                  ["Added", moment(user.createTime)],
                  ["Last sign-in", moment(user.lastSignInTime) || "Never"],
                ]}
              />
            </Panel>
            {mayChange && <RolePanel user={user} roles={roles} changed={known.reload} />}
            {mayReadSignIns && <SignInsPanel userId={user.userId} />}
            {mayReset && <SecondFactorPanel user={user} />}
            {mayChange && <AccessPanel user={user} changed={known.reload} />}
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}
