import type { PracticeAddress } from "../../../api/schema";
import { TextField } from "../../../ui/text-field";

export function AddressFields({ address }: { address: PracticeAddress | undefined }) {
  return (
    <>
      <TextField name="address.street" label="Street" defaultValue={address?.street} autoComplete="street-address" maxLength={200} />
      <div className="field-row">
        <TextField name="address.city" label="City" defaultValue={address?.city} autoComplete="address-level2" maxLength={100} />
        <TextField name="address.region" label="State or region" defaultValue={address?.region} autoComplete="address-level1" maxLength={100} />
      </div>
      <div className="field-row">
        <TextField name="address.postalCode" label="Postal code" defaultValue={address?.postalCode} autoComplete="postal-code" maxLength={20} />
        <TextField name="address.country" label="Country" hint="Two letters, as US." defaultValue={address?.country} autoComplete="country" maxLength={2} />
      </div>
    </>
  );
}
