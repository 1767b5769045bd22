import { answered, api } from "../../api/client";
import type { Practice as PracticeProfile } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Form, type Fields } from "../../ui/form";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { SelectField } from "../../ui/select-field";
import { TextField } from "../../ui/text-field";
import { WhenLoaded } from "../../ui/when-loaded";
import { useSessionReload } from "../frame/session";
import { AddressFields, addressOf } from "./address-fields";

const SIZES: readonly (readonly [PracticeProfile["size"], string])[] = [
  ["PRACTICE_SIZE_UNSPECIFIED", "Not said"],
  ["PRACTICE_SIZE_SOLO", "One clinician"],
  ["PRACTICE_SIZE_SMALL", "2 to 10 people"],
  ["PRACTICE_SIZE_MEDIUM", "11 to 50 people"],
  ["PRACTICE_SIZE_LARGE", "51 to 250 people"],
  ["PRACTICE_SIZE_ENTERPRISE", "More than 250 people"],
];

/** `/app/settings/practice` */
export function Practice() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/practice")));
  return (
    <Page title="Practice">
      <WhenLoaded loaded={loaded}>{(practice) => <Profile practice={practice} changed={loaded.reload} />}</WhenLoaded>
    </Page>
  );
}

function Profile({ practice, changed }: { practice: PracticeProfile; changed: () => void }) {
  const reloadSession = useSessionReload();
  async function submit(fields: Fields) {
    await answered(api.PATCH("/api/v1/practice", { body: { ...filledIn(fields), etag: practice.etag } }));
    changed();
    reloadSession();
  }
  return (
    <Panel title="Your practice">
      <Form submit={submit} label="Save" done="Saved">
        <TextField name="name" label="Name" hint="On top of every page, and in letters." defaultValue={practice.name} maxLength={200} required />
        <SelectField name="size" label="Size" options={SIZES} defaultValue={practice.size} />
        <AddressFields address={practice.address} />
        <div className="field-row">
          <TextField name="npi" label="NPI" hint="Ten digits." defaultValue={practice.npi} inputMode="numeric" maxLength={10} />
          <TextField name="taxId" label="Tax id (EIN)" hint="As 12-3456789. Sealed where it is kept." defaultValue={practice.taxId} maxLength={10} />
        </div>
      </Form>
    </Panel>
  );
}

function filledIn({ name = "", size, npi = "", taxId = "", ...rest }: Fields) {
  return {
    name: name.trim(),
    size: size as PracticeProfile["size"],
    npi: npi.trim(),
    taxId: taxId.trim(),
    address: addressOf(rest),
  };
}
