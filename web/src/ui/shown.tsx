import type { ReactNode } from "react";

import type { Loaded } from "../api/use-loaded";
import { Button } from "./button";
import { Notice } from "./notice";

type Props<T> = { loaded: Loaded<T>; children: (value: T) => ReactNode };

/** What was loaded; until then that it is coming, or why it is not. */
export function Shown<T>({ loaded, children }: Props<T>) {
  const { value, problem, reload } = loaded;
  if (problem) {
    return (
      <Notice kind="problem">
        <div className="row">
          {problem.message}
          <Button look="plain" onClick={reload}>
            Try again
          </Button>
        </div>
      </Notice>
    );
  }
  if (value === undefined) {
    return (
      <p className="quiet" role="status">
        Loading …
      </p>
    );
  }
  return children(value);
}
