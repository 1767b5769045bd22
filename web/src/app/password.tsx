import { useLinkToken } from "./fragment";
import { AskForLetter } from "./password/ask-for-letter";
import { SetPassword } from "./password/set-password";

/** `/app/password`: asks for a letter; with `#token=` of that letter sets the new password. */
export function Password() {
  const token = useLinkToken();
  return token ? <SetPassword token={token} /> : <AskForLetter />;
}
