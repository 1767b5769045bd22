import { useState } from "react";
import { useNavigate } from "react-router";

import { answered, api } from "../api/client";
import { passkeysWork } from "../api/passkey";
import { Button } from "../ui/button";
import { Gate } from "./frame/gate";
import { EnrolApp } from "./enrol/enrol-app";
import { EnrolPasskey } from "./enrol/enrol-passkey";
import { RecoveryCodes } from "./enrol/recovery-codes";

type Way = "app" | "passkey";

/** `/app/enrol`: a second factor for who is signed in; where the practice requires one, nothing goes on without. */
export function Enrol() {
  const [way, setWay] = useState<Way>();
  const [codes, setCodes] = useState<readonly string[]>();
  const navigate = useNavigate();
  const leave = () => void navigate("/", { replace: true });
  const enrolled = (recoveryCodes: readonly string[]) => (recoveryCodes.length ? setCodes(recoveryCodes) : leave());

  async function signOut() {
    await answered(api.DELETE("/api/v1/session"));
    await navigate("/sign-in");
  }

  if (codes) {
    return (
      <Gate title="Keep your recovery codes">
        <RecoveryCodes codes={codes} done={leave} />
      </Gate>
    );
  }
  const beside = (
    <Button look="plain" onClick={() => void signOut()}>
      Sign out
    </Button>
  );
  return (
    <Gate title="Set up a second factor" beside={beside}>
      {!way && (
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
      )}
      {way === "app" && <EnrolApp enrolled={enrolled} />}
      {way === "passkey" && <EnrolPasskey enrolled={enrolled} />}
    </Gate>
  );
}
