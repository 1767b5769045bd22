import { answered, api } from "../../api/client";
import { usePages } from "../../api/use-pages";
import { Button } from "../../ui/button";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { WhenLoaded } from "../../ui/when-loaded";
import { SignInTable } from "./sign-ins/sign-in-table";

/** `/app/settings/sign-ins` */
export function SignIns() {
  const { loaded, more, busy } = usePages(async (pageToken) => {
    const page = await answered(api.GET("/api/v1/me/sign-ins", { params: { query: { pageToken } } }));
    return { items: page.signIns, nextPageToken: page.nextPageToken };
  });
  return (
    <Page title="Sign-ins">
      <Panel>
        <p className="quiet">Every attempt to sign in as you, for the past year. Change your password if one was not yours.</p>
        <WhenLoaded loaded={loaded}>{(signIns) => <SignInTable signIns={signIns} />}</WhenLoaded>
        {more && (
          <div>
            <Button busy={busy} onClick={more}>
              Show older
            </Button>
          </div>
        )}
      </Panel>
    </Page>
  );
}
