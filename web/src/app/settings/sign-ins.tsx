import { answered, api } from "../../api/client";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { SignInPages } from "./sign-ins/sign-in-pages";

/** `/app/settings/sign-ins` */
export function SignIns() {
  return (
    <Page title="Sign-ins">
      <Panel>
        <p className="quiet">Every attempt to sign in as you, for the past year. Change your password if one was not yours.</p>
        <SignInPages
          load={(pageToken) => answered(api.GET("/api/v1/me/sign-ins", { params: { query: { pageToken } } }))}
        />
      </Panel>
    </Page>
  );
}
