import { useState } from "react";

import { answered, api } from "../../../api/client";
import type { BillingDetails } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Button } from "../../../ui/button";
import { Facts } from "../../../ui/facts";
import { Form, type Fields } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { TextField } from "../../../ui/text-field";
import { WhenLoaded } from "../../../ui/when-loaded";
import { useMay } from "../../frame/session";
import { AddressFields, addressOf } from "../address-fields";

/** Whom invoices are made out to, and who is written to about them. */
export function BillingDetailsPanel() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/subscription/billing-details")));
  const mayChange = useMay("subscription.write");
  const [changing, setChanging] = useState(false);
  const changed = () => {
    setChanging(false);
    loaded.reload();
  };
  const change = mayChange && !changing && <Button onClick={() => setChanging(true)}>Change</Button>;
  return (
    <Panel title="Billing details" actions={change}>
      <WhenLoaded loaded={loaded}>
        {(details) =>
          changing ? <Change details={details} changed={changed} cancel={() => setChanging(false)} /> : <Shown details={details} />
        }
      </WhenLoaded>
    </Panel>
  );
}

type ChangeProps = { details: BillingDetails; changed: () => void; cancel: () => void };

function Change({ details, changed, cancel }: ChangeProps) {
  async function submit({ organisation = "", contactName = "", contactEmail = "", ...rest }: Fields) {
    const body = { organisation, contactName, contactEmail: contactEmail.trim(), address: addressOf(rest), etag: details.etag };
    await answered(api.PATCH("/api/v1/subscription/billing-details", { body }));
    changed();
  }
  return (
    <Form submit={submit} label="Save" actions={<Button onClick={cancel}>Cancel</Button>}>
      <TextField name="organisation" label="Organisation" hint="Where that is another than your practice." defaultValue={details.organisation} autoComplete="organization" maxLength={200} />
      <div className="field-row">
        <TextField name="contactName" label="Contact" defaultValue={details.contactName} autoComplete="name" maxLength={200} />
        <TextField name="contactEmail" label="E-mail of the contact" type="email" hint="Gets letters about invoices too." defaultValue={details.contactEmail} autoComplete="email" maxLength={254} />
      </div>
      <AddressFields address={details.address} />
    </Form>
  );
}

function Shown({ details: { organisation, contactName, contactEmail, address } }: { details: BillingDetails }) {
  const place = [address?.street, address?.city, address?.region, address?.postalCode, address?.country].filter(Boolean).join(", ");
  if (!organisation && !contactName && !contactEmail && !place) {
    return <p>Invoices are made out to your practice, and letters about them go to its administrators.</p>;
  }
  return (
    <Facts
      facts={[
        ["Organisation", organisation],
        ["Contact", contactName],
        ["E-mail", contactEmail],
        ["Address", place],
      ]}
    />
  );
}
