import { answered, api } from "../../../api/client";
import type { Vendor } from "../../../api/schema";
import { Button } from "../../../ui/button";
import { CheckField } from "../../../ui/check-field";
import { Dialog } from "../../../ui/dialog";
import { Form, type Fields } from "../../../ui/form";
import { SelectField } from "../../../ui/select-field";
import { TextField } from "../../../ui/text-field";
import { BAA_STATES, CATEGORIES } from "./words";

type Props = { saved: () => void; close: () => void };

export function AddVendor({ saved, close }: Props) {
  async function submit({ code = "", ...fields }: Fields) {
    await answered(api.POST("/api/v1/agreements/vendors", { body: { code, ...filledIn(fields) } }));
    saved();
    close();
  }
  return (
    <Dialog title="Add a vendor" close={close}>
      <Form submit={submit} label="Add" actions={<Button onClick={close}>Cancel</Button>}>
        <TextField name="name" label="Name" maxLength={200} required />
        <TextField
          name="code"
          label="Short name"
          hint="Lower case, as acme-fax; never changed."
          pattern="[a-z][a-z0-9\-]{1,62}"
          title="Lower-case letters, digits and dashes"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <VendorFields />
      </Form>
    </Dialog>
  );
}

export function EditVendor({ vendor, saved, close }: Props & { vendor: Vendor }) {
  async function submit(fields: Fields) {
    const path = { vendor_id: vendor.vendorId };
    const body = { ...filledIn(fields), etag: vendor.etag };
    await answered(api.PATCH("/api/v1/agreements/vendors/{vendor_id}", { params: { path }, body }));
    saved();
    close();
  }
  return (
    <Dialog title={vendor.name} close={close}>
      <Form submit={submit} label="Save" actions={<Button onClick={close}>Cancel</Button>}>
        {!vendor.builtIn && <TextField name="name" label="Name" defaultValue={vendor.name} maxLength={200} required />}
        <VendorFields vendor={vendor} />
      </Form>
    </Dialog>
  );
}

function VendorFields({ vendor }: { vendor?: Vendor }) {
  const baa = vendor?.baaState === "VENDOR_BAA_STATE_UNSPECIFIED" ? undefined : vendor?.baaState;
  return (
    <>
      {!vendor?.builtIn && <OwnFields vendor={vendor} />}
      <SelectField name="baaState" label="BAA with it" options={Object.entries(BAA_STATES)} defaultValue={baa} />
      <div className="field-row">
        <TextField name="effectiveDate" label="In force from" type="date" defaultValue={vendor?.effectiveDate} />
        <TextField name="expireDate" label="Until" type="date" hint="Empty: no end." defaultValue={vendor?.expireDate} />
      </div>
      <TextField name="documentReference" label="Where the document is" defaultValue={vendor?.documentReference} maxLength={500} />
    </>
  );
}

/** What the product says by itself of the vendors it knows. */
function OwnFields({ vendor }: { vendor: Vendor | undefined }) {
  return (
    <>
      <SelectField name="category" label="For" options={Object.entries(CATEGORIES)} defaultValue={vendor?.category} />
      <TextField name="region" label="Where it processes data" hint="As US." defaultValue={vendor?.region} maxLength={100} />
      <CheckField name="touchesPhi" label="It is meant to get PHI" defaultChecked={vendor?.touchesPhi ?? true} />
    </>
  );
}

/** Only what the form asked: the API changes the fields that are named. */
function filledIn({ name, category, region, touchesPhi, baaState, effectiveDate = "", expireDate = "", ...rest }: Fields) {
  const own = category && { name: name ?? "", category: category as Vendor["category"], region: region ?? "", touchesPhi: touchesPhi === "on" };
  return {
    ...(own || {}),
    baaState: baaState as Vendor["baaState"],
    effectiveDate,
    expireDate,
    documentReference: rest["documentReference"] ?? "",
  };
}
