import { Link } from "react-router";

import { answered, api } from "../../../api/client";
import { everyPage, LARGEST } from "../../../api/every-page";
import { Problem } from "../../../api/problem";
import { useLoaded } from "../../../api/use-loaded";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { everyUser, nameOfUser } from "../directory";

type Use = { id: string; to: string; name: string };

/** Who and what has a role, as far as who looks may see. */
export function UsedBy({ roleId }: { roleId: string }) {
  const mayInvite = useMay("users.write");
  const mayManageMachines = useMay("service_accounts.write");
  const maySetUpSso = useMay("sso.write");
  const uses = useLoaded(async () => {
    const found = await Promise.all([
      people(roleId),
      mayInvite ? invitations(roleId) : [],
      mayManageMachines ? entitled(machines(roleId)) : [],
      maySetUpSso ? entitled(providers(roleId)) : [],
    ]);
    return found.flat();
  }, [roleId]);
  return (
    <Panel title="Used by">
      <WhenLoaded loaded={uses}>
        {(found) =>
          found.length === 0 ? (
            <p className="quiet">Nobody has this role.</p>
          ) : (
            <ul className="roles-uses">
              {found.map((use) => (
                <li key={use.id}>
                  <Link to={use.to}>{use.name}</Link>
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
    </Panel>
  );
}

async function people(roleId: string): Promise<Use[]> {
  const users = (await everyUser()).filter((user) => user.role === roleId);
  return users.map((user) => ({ id: user.userId, to: `/settings/users/${user.userId}`, name: nameOfUser(user) }));
}

async function invitations(roleId: string): Promise<Use[]> {
  const found = await everyPage(async (pageToken) => {
    const query = { pageSize: LARGEST, pageToken };
    const page = await answered(api.GET("/api/v1/invitations", { params: { query } }));
    return { items: page.invitations, nextPageToken: page.nextPageToken };
  });
  const open = found.filter(({ role, state }) => role === roleId && state === "INVITATION_STATE_PENDING");
  return open.map(({ invitationId, email }) => ({ id: invitationId, to: "/settings/users", name: `${email} (invited)` }));
}

async function machines(roleId: string): Promise<Use[]> {
  const found = await everyPage(async (pageToken) => {
    const query = { pageSize: LARGEST, pageToken };
    const page = await answered(api.GET("/api/v1/service-accounts", { params: { query } }));
    return { items: page.serviceAccounts, nextPageToken: page.nextPageToken };
  });
  return found
    .filter(({ role }) => role === roleId)
    .map(({ serviceAccountId: id, name }) => ({ id, to: `/settings/service-accounts/${id}`, name: `${name} (service account)` }));
}

async function providers(roleId: string): Promise<Use[]> {
  const found = (await answered(api.GET("/api/v1/sso/providers"))).providers;
  return found
    .filter(({ defaultRole, roleRules }) => defaultRole === roleId || roleRules.some(({ role }) => role === roleId))
    .map(({ providerId: id, displayName }) => ({
      id,
      to: `/settings/single-sign-on/${id}`,
      name: `${displayName} (gives it on the first sign-in)`,
    }));
}

/** A workspace without the feature uses nothing of it. */
async function entitled(uses: Promise<Use[]>): Promise<Use[]> {
  try {
    return await uses;
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.reason === "FEATURE_UNAVAILABLE") return [];
    throw thrown;
  }
}
