import { Link, useNavigate } from "react-router";

import { answered, api } from "../../../api/client";
import type { SsoProviderInput } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Page } from "../../../ui/page";
import { WhenLoaded } from "../../../ui/when-loaded";
import { Needs } from "../../frame/needs";
import { everyRole, roleOptions } from "../directory";
import { ProviderForm } from "./provider-form";
import { Registration } from "./registration";

/** `/app/settings/single-sign-on/new` */
export function NewProvider() {
  const roles = useLoaded(everyRole);
  const navigate = useNavigate();
  async function save(body: SsoProviderInput) {
    const { providerId } = await answered(api.POST("/api/v1/sso/providers", { body }));
    await navigate(`/settings/single-sign-on/${providerId}`, { replace: true });
  }
  return (
    <Page title="Add a provider" above={<Link to="/settings/single-sign-on">Single sign-on</Link>}>
      <Registration />
      <Needs permission="users.read">
        <WhenLoaded loaded={roles}>{(found) => <ProviderForm roles={roleOptions(found)} save={save} />}</WhenLoaded>
      </Needs>
    </Page>
  );
}
