import { Button } from "../../ui/button";
import { Gate } from "../frame/gate";
import { startAddress } from "./start-address";

type Props = { ids: readonly string[]; target: string; again: () => void };

/** Where the workspace takes no passwords: on to whoever vouches for its people. */
export function Providers({ ids, target, again }: Props) {
  const beside = (
    <Button look="plain" onClick={again}>
      Sign in as someone else
    </Button>
  );
  return (
    <Gate title="Single sign-on" beside={beside}>
      <p>Your practice signs in through its identity provider.</p>
      {ids.map((id, index) => (
        <a key={id} className="button button-primary" href={startAddress(`/api/v1/sso/${id}/start`, target)}>
          Continue{ids.length > 1 && ` with provider ${index + 1}`}
        </a>
      ))}
    </Gate>
  );
}
