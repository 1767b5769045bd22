import { Button } from "../../../ui/button";
import { CopyField } from "../../../ui/copy-field";
import { Dialog } from "../../../ui/dialog";
import { Notice } from "../../../ui/notice";

/** The one time that a token is seen: the server keeps nothing it could be read from. */
export function SecretOnce({ secret, done }: { secret: string; done: () => void }) {
  return (
    <Dialog title="Copy the token now" close={done}>
      <Notice kind="warning">It is shown this once and never again. Whoever has it can do what it may.</Notice>
      <CopyField
        label="Token"
        value={secret}
        hint={
          <>
            Sent as <code>Authorization: Bearer …</code>
          </>
        }
      />
      <div className="row">
        <Button look="primary" onClick={done}>
          I have kept it
        </Button>
      </div>
    </Dialog>
  );
}
