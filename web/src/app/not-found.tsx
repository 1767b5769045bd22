import { Link } from "react-router";

import { Gate } from "./frame/gate";

export function NotFound() {
  return (
    <Gate title="There is no such page">
      <p>
        Check the address, or go to the <Link to="/">overview</Link>.
      </p>
    </Gate>
  );
}
