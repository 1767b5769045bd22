import { useState } from "react";

import { answered, api } from "../../api/client";
import { useLoaded } from "../../api/use-loaded";
import { Dialog } from "../../ui/dialog";
import { Page } from "../../ui/page";
import { WhenLoaded } from "../../ui/when-loaded";
import { RecoveryCodes } from "../enrol/recovery-codes";
import { AppPanel } from "./security/app-panel";
import { LinksPanel } from "./security/links-panel";
import { PasskeysPanel } from "./security/passkeys-panel";
import { PasswordPanel } from "./security/password-panel";
import { RecoveryPanel } from "./security/recovery-panel";

/** `/app/settings/security` */
export function Security() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/me/mfa")));
  const [codes, setCodes] = useState<readonly string[]>([]);
  const changed = (made: readonly string[] = []) => {
    setCodes(made);
    loaded.reload();
  };
  return (
    <Page title="Security">
      <PasswordPanel />
      <WhenLoaded loaded={loaded}>
        {({ factors, recoveryCodesLeft }) => (
          <>
            <AppPanel app={factors.find(({ kind }) => kind === "FACTOR_KIND_TOTP")} changed={changed} />
            <PasskeysPanel passkeys={factors.filter(({ kind }) => kind === "FACTOR_KIND_PASSKEY")} changed={changed} />
            {factors.length > 0 && <RecoveryPanel left={recoveryCodesLeft} changed={changed} />}
          </>
        )}
      </WhenLoaded>
      <LinksPanel />
      {codes.length > 0 && (
        // They are shown once: only the button closes it.
        <Dialog title="Keep your recovery codes" close={() => undefined}>
          <RecoveryCodes codes={codes} done={() => setCodes([])} />
        </Dialog>
      )}
    </Page>
  );
}
