import { Navigate } from "react-router";

import { Layout } from "./layout";
import { useSession } from "./session";
import { WithSession } from "./with-session";

/** What stands around every page of who is signed in. */
export function SignedIn() {
  return (
    <WithSession>
      <Inside />
    </WithSession>
  );
}

/** Where the practice requires a second factor, there is nothing but setting one up until there is one. */
function Inside() {
  return useSession().mfaEnrolmentRequired ? <Navigate to="/enrol" replace /> : <Layout />;
}
