import { useState } from "react";

import { answered, api } from "../../api/client";
import type { Vendor } from "../../api/schema";
import { useLoaded } from "../../api/use-loaded";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Page } from "../../ui/page";
import { Panel } from "../../ui/panel";
import { WhenLoaded } from "../../ui/when-loaded";
import { useMay } from "../frame/session";
import { AddVendor, EditVendor } from "./vendors/edit-vendor";
import { VendorTable } from "./vendors/vendor-table";

type Doing = { what: "add" } | { what: "edit" | "remove"; vendor: Vendor };

/** `/app/settings/vendors` */
export function Vendors() {
  const loaded = useLoaded(() => answered(api.GET("/api/v1/agreements/vendors")));
  const mayWrite = useMay("agreements.write");
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const add = mayWrite && (
    <Button look="primary" onClick={() => setDoing({ what: "add" })}>
      Add a vendor
    </Button>
  );
  return (
    <Page title="Vendors" actions={add}>
      <Panel>
        <p className="quiet">A vendor gets PHI only while a BAA between it and your practice is in force. Record each here.</p>
        <WhenLoaded loaded={loaded}>
          {({ vendors }) => (
            <VendorTable vendors={vendors} act={mayWrite ? (what, vendor) => setDoing({ what, vendor }) : undefined} />
          )}
        </WhenLoaded>
      </Panel>
      {doing?.what === "add" && <AddVendor saved={loaded.reload} close={close} />}
      {doing?.what === "edit" && <EditVendor vendor={doing.vendor} saved={loaded.reload} close={close} />}
      {doing?.what === "remove" && <RemoveVendor vendor={doing.vendor} removed={loaded.reload} close={close} />}
    </Page>
  );
}

function RemoveVendor({ vendor, removed, close }: { vendor: Vendor; removed: () => void; close: () => void }) {
  async function remove() {
    const path = { vendor_id: vendor.vendorId };
    await answered(api.DELETE("/api/v1/agreements/vendors/{vendor_id}", { params: { path } }));
    removed();
  }
  return (
    <Confirm title={`Remove ${vendor.name}?`} label={vendor.builtIn ? "Remove the record" : "Remove"} act={remove} close={close}>
      <p>
        It gets no PHI from then on. {vendor.builtIn && "It stays in the list, without what you recorded of it."}
      </p>
    </Confirm>
  );
}
