import { Link } from "react-router";

import { useFragment } from "../fragment";
import { Gate } from "../frame/gate";

/** What somebody can do about it; what is missing here is for the administrator to see to. */
const SENTENCES: Record<string, string> = {
  SSO_ATTEMPT_INVALID: "It was not begun in this browser, was finished before, or took over ten minutes. Begin again.",
  SSO_PROVIDER_UNAVAILABLE: "Your identity provider does not answer as it has to. Try again in a moment.",
  SSO_NO_ACCOUNT: "Your identity provider knows you, and this practice does not. Ask your administrator to invite you.",
  SSO_EMAIL_IN_USE: "Your address has an account that is not linked yet. Sign in to it with its password, then link.",
  SSO_EMAIL_UNVERIFIED: "Your identity provider does not vouch for your address. Verify it there first.",
  SSO_ACCOUNT_DISABLED: "Your account is disabled. Ask your administrator.",
  SSO_ROLE_MISSING: "Your groups at your identity provider give you no role here. Ask your administrator.",
  SSO_LINK_TAKEN: "This identity belongs to another account already. Remove it there first.",
  SSO_LINK_SESSION: "It ends in the session that began it. Sign in and begin again.",
  SSO_OTHER_PERSON: "Your identity provider vouches for somebody else. Choose the account you signed in with.",
  SSO_NOT_PROVED_ANEW: "Your identity provider does not say that you proved anew who you are. Begin again there.",
  TOO_MANY_REQUESTS: "Too many attempts. Try again in a moment.",
};
const OTHERWISE = "Your identity provider and this practice do not agree on who you are. Begin again, or ask your administrator.";

/** `/app/sign-in/refused`: where a browser is led when single sign-on, a link or a fresh proof by it did not succeed. */
export function SignInRefused() {
  const reason = useFragment().get("reason") ?? "";
  const known = Object.hasOwn(SENTENCES, reason);
  return (
    <Gate title="That did not work" beside={<Link to="/sign-in">Go to sign-in</Link>}>
      <p role="alert">{known ? SENTENCES[reason] : OTHERWISE}</p>
      {known || <p>For your administrator: {/^[A-Z_]{1,63}$/.test(reason) ? reason : "no reason was given"}</p>}
      <p>
        <Link to="/">Back to the app</Link>
      </p>
    </Gate>
  );
}
