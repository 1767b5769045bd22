import type { ReactNode } from "react";

import type { Loaded } from "../api/use-loaded";
import { Button } from "./button";
import { Notice } from "./notice";

type Props<T> = { loaded: Loaded<T>; children: (value: T) => ReactNode };

/** What was loaded, once it is there; until then that it is on its way, or why it is not. */
export function WhenLoaded<T>({ loaded: { value, problem, reload }, children }: Props<T>) {
  return (
    <>
      {problem && (
        <Notice kind="problem">
          {problem.message}{" "}
          <Button look="plain" onClick={reload}>
            Try again
          </Button>
        </Notice>
      )}
      {value !== undefined && children(value)}
      {value === undefined && !problem && (
        <p className="quiet" role="status">
          Loading …
        </p>
      )}
    </>
  );
}
