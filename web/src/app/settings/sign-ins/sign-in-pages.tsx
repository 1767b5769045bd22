import type { SignIn } from "../../../api/schema";
import { usePages } from "../../../api/use-pages";
import { Button } from "../../../ui/button";
import { WhenLoaded } from "../../../ui/when-loaded";
import { SignInTable } from "./sign-in-table";

type Props = { load: (pageToken: string) => Promise<{ signIns: SignIn[]; nextPageToken: string }> };

/** Attempts to sign in, newest first, and older ones when asked for. */
export function SignInPages({ load }: Props) {
  const { loaded, more, busy } = usePages(async (pageToken) => {
    const { signIns, nextPageToken } = await load(pageToken);
    return { items: signIns, nextPageToken };
  });
  return (
    <>
      <WhenLoaded loaded={loaded}>{(signIns) => <SignInTable signIns={signIns} />}</WhenLoaded>
      {more && (
        <div>
          <Button busy={busy} onClick={more}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}
