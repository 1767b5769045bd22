import "./single-sign-on.css";

import { answered, api } from "../../../api/client";
import type { SsoPolicy, User } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { CheckField } from "../../../ui/check-field";
import { Form, type Fields } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { everyUser, nameOfUser } from "../directory";

const PREFIX = "keeper:";

export function PolicyPanel() {
  const mayReadUsers = useMay("users.read");
  const known = useLoaded(async () => {
    const [policy, users] = await Promise.all([answered(api.GET("/api/v1/sso/policy")), mayReadUsers ? everyUser() : []]);
    return { policy, users };
  });
  return (
    <Panel title="Who has to use it">
      <WhenLoaded loaded={known}>
        {({ policy, users }) => <Policy policy={policy} keepers={administrators(users, policy)} changed={known.reload} />}
      </WhenLoaded>
    </Panel>
  );
}

type Props = { policy: SsoPolicy; keepers: readonly User[]; changed: () => void };

function Policy({ policy, keepers, changed }: Props) {
  async function submit(fields: Fields) {
    const body = { ssoRequired: fields["ssoRequired"] === "on", breakGlassUserIds: chosen(fields) };
    const query = { updateMask: "ssoRequired,breakGlassUserIds" };
    await answered(api.PATCH("/api/v1/sso/policy", { params: { query }, body }));
    changed();
  }
  return (
    <Form submit={submit} label="Save" done="Saved.">
      <CheckField
        name="ssoRequired"
        defaultChecked={policy.ssoRequired}
        label="Everybody signs in through a provider, and no password opens anything"
      />
      <fieldset className="sso-keepers">
        <legend>Except these administrators</legend>
        <p className="quiet">
          For the day on which the provider is away or set up wrongly, at least one administrator keeps a way in with
          password and second factor. Choose few, and give them passkeys.
        </p>
        {keepers.map((user) => (
          <CheckField
            key={user.userId}
            name={PREFIX + user.userId}
            defaultChecked={policy.breakGlassUserIds.includes(user.userId)}
            label={nameOfUser(user)}
          />
        ))}
      </fieldset>
    </Form>
  );
}

/** Those who can be excepted, and those who are. */
function administrators(users: readonly User[], policy: SsoPolicy): User[] {
  return users.filter(
    ({ userId, role, state }) =>
      (role === "ADMIN" && state === "USER_STATE_ACTIVE") || policy.breakGlassUserIds.includes(userId),
  );
}

function chosen(fields: Fields): string[] {
  return Object.keys(fields)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}
