import { answered, api } from "../../../api/client";
import { Form, type Fields } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { TextAreaField } from "../../../ui/text-area-field";
import { useSessionReload } from "../../frame/session";

export function OpenPanel({ opened }: { opened: () => void }) {
  const reload = useSessionReload();
  async function submit({ reason = "" }: Fields) {
    await answered(api.POST("/api/v1/break-glass", { body: { reason } }));
    opened();
    reload();
  }
  return (
    <Panel title="Open emergency access">
      <p>
        For 60 minutes you see every record and every field, and change none. Open it only for an emergency: you will be
        asked about it.
      </p>
      <Form submit={submit} label="Open for an hour" look="danger">
        <TextAreaField
          name="reason"
          label="Reason"
          hint="What happened, and whom it is about. Only security officers read it, and it is kept sealed."
          minLength={10}
          maxLength={1000}
          required
        />
      </Form>
    </Panel>
  );
}
