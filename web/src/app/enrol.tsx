import { useState } from "react";
import { useNavigate } from "react-router";

import { passkeysWork } from "../api/passkey";
import { Button } from "../ui/button";
import { EnrolApp } from "./enrol/enrol-app";
import { EnrolPasskey } from "./enrol/enrol-passkey";
import { RecoveryCodes } from "./enrol/recovery-codes";
import { Gate } from "./frame/gate";
import { SignOut } from "./frame/sign-out";
import { WithSession } from "./frame/with-session";

/** `/app/enrol`: a second factor for who is signed in; where the practice requires one, nothing goes on without. */
export function Enrol() {
  const [codes, setCodes] = useState<readonly string[]>();
  const navigate = useNavigate();
  const leave = () => void navigate("/", { replace: true });
  const enrolled = (recoveryCodes: readonly string[]) => (recoveryCodes.length ? setCodes(recoveryCodes) : leave());
  if (codes) {
    return (
      <Gate title="Keep your recovery codes">
        <RecoveryCodes codes={codes} done={leave} />
      </Gate>
    );
  }
  return (
    <WithSession>
      <Gate title="Set up a second factor" beside={<SignOut />}>
        <Steps enrolled={enrolled} />
      </Gate>
    </WithSession>
  );
}

type StepsProps = { enrolled: (recoveryCodes: readonly string[]) => void };

function Steps({ enrolled }: StepsProps) {
  const [way, setWay] = useState<"app" | "passkey">();
  if (way === "app") return <EnrolApp enrolled={enrolled} />;
  if (way === "passkey") return <EnrolPasskey enrolled={enrolled} />;
  return (
    <>
      <p>Beside your password it keeps others out of your account. Choose what you have at hand.</p>
      <Button look="primary" onClick={() => setWay("app")}>
        Authenticator app
      </Button>
      {passkeysWork && (
        <Button look="primary" onClick={() => setWay("passkey")}>
          Passkey
        </Button>
      )}
    </>
  );
}
