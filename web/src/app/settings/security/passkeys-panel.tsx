import { useState } from "react";

import { answered, api } from "../../../api/client";
import { passkeysWork } from "../../../api/passkey";
import type { Factor } from "../../../api/schema";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Dialog } from "../../../ui/dialog";
import { moment } from "../../../ui/format";
import { Panel } from "../../../ui/panel";
import { Table, type Column } from "../../../ui/table";
import { EnrolPasskey } from "../../enrol/enrol-passkey";

type Props = { passkeys: readonly Factor[]; changed: (recoveryCodes?: readonly string[]) => void };

export function PasskeysPanel({ passkeys, changed }: Props) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Factor>();
  const enrolled = (recoveryCodes: readonly string[]) => {
    setAdding(false);
    changed(recoveryCodes);
  };
  const add = passkeysWork && <Button onClick={() => setAdding(true)}>Add a passkey</Button>;
  return (
    <Panel title="Passkeys" actions={add}>
      <p>A passkey of this device, your phone or a security key signs you in with a finger, a face or a PIN. It cannot be phished.</p>
      {passkeys.length > 0 && (
        <Table caption="Passkeys" columns={columns(setRemoving)} rows={passkeys} rowKey={({ factorId }) => factorId} empty="" />
      )}
      {adding && (
        <Dialog title="Add a passkey" close={() => setAdding(false)}>
          <EnrolPasskey enrolled={enrolled} />
          <div>
            <Button look="plain" onClick={() => setAdding(false)}>
              Not now
            </Button>
          </div>
        </Dialog>
      )}
      {removing && <Remove passkey={removing} removed={changed} close={() => setRemoving(undefined)} />}
    </Panel>
  );
}

function columns(remove: (passkey: Factor) => void): Column<Factor>[] {
  return [
    { head: "Name", cell: ({ displayName }) => <strong>{displayName || "Passkey"}</strong> },
    { head: "Added", cell: ({ createTime }) => moment(createTime) },
    { head: "Last used", cell: ({ lastUseTime }) => moment(lastUseTime) || "Never" },
    {
      head: "Actions",
      cell: (passkey) => (
        <Button look="plain" aria-label={`Remove ${passkey.displayName || "passkey"}`} onClick={() => remove(passkey)}>
          Remove
        </Button>
      ),
    },
  ];
}

function Remove({ passkey, removed, close }: { passkey: Factor; removed: () => void; close: () => void }) {
  async function remove() {
    const path = { passkey_id: passkey.factorId };
    await answered(api.DELETE("/api/v1/me/mfa/passkeys/{passkey_id}", { params: { path } }));
    removed();
  }
  return (
    <Confirm title={`Remove ${passkey.displayName || "the passkey"}?`} label="Remove" act={remove} close={close}>
      <p>It signs you in no more. Remove it from the device as well. Without any other second factor your recovery codes go too.</p>
    </Confirm>
  );
}
