import { answered, api } from "../../../api/client";
import type { Me } from "../../../api/schema";
import { Form, type Fields } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { TextField } from "../../../ui/text-field";
import { useSessionReload } from "../../frame/session";

/** What colleagues see of the person. */
export function DetailsPanel({ me }: { me: Me }) {
  const reloadSession = useSessionReload();
  async function submit({ displayName = "", phone = "", jobTitle = "" }: Fields) {
    await answered(api.PATCH("/api/v1/me", { body: { displayName, phone, jobTitle, etag: me.etag } }));
    reloadSession();
  }
  return (
    <Panel title="Your details">
      <Form submit={submit} label="Save" done="Saved">
        <TextField name="displayName" label="Name" defaultValue={me.displayName} autoComplete="name" maxLength={200} required />
        <TextField name="jobTitle" label="Job title" defaultValue={me.jobTitle} autoComplete="organization-title" maxLength={100} />
        <TextField name="phone" label="Phone" type="tel" defaultValue={me.phone} autoComplete="tel" maxLength={40} />
      </Form>
    </Panel>
  );
}
