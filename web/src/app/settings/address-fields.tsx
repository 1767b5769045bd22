import type { PracticeAddress } from "../../api/schema";
import type { Fields } from "../../ui/form";
import { TextField } from "../../ui/text-field";

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

/** What was filled in of them. */
export function addressOf(fields: Fields) {
  const part = (key: string) => (fields[`address.${key}`] ?? "").trim();
  return {
    street: part("street"),
    city: part("city"),
    region: part("region"),
    postalCode: part("postalCode"),
    country: part("country").toUpperCase(),
  };
}
