import "./facts.css";

import type { ReactNode } from "react";

type Props = {
  /** Each fact: what it is, and what it says. One that says nothing is left out. */
  facts: readonly (readonly [string, ReactNode])[];
};

/** What is known of one thing, line by line. */
export function Facts({ facts }: Props) {
  const said = facts.filter(([, value]) => value !== undefined && value !== "" && value !== false);
  return (
    <dl className="facts">
      {said.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
