import { Button } from "../../ui/button";
import { Gate } from "./gate";

/** In place of a page that failed. What failed is in the browser's console, and goes nowhere else. */
export function Broken() {
  return (
    <Gate title="This page failed">
      <p>That is a fault of ours. Nothing you saved is lost.</p>
      <Button look="primary" onClick={() => window.location.reload()}>
        Load it again
      </Button>
    </Gate>
  );
}
