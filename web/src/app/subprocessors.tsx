import { Gate } from "./frame/gate";
import { SubprocessorList } from "./subprocessors/subprocessor-list";

/** `/app/subprocessors`: for everyone, signed in or not. */
export function Subprocessors() {
  return (
    <Gate title="Subprocessors" wide>
      <SubprocessorList />
    </Gate>
  );
}
