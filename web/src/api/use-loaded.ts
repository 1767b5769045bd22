import { useCallback, useEffect, useState, type DependencyList } from "react";

import { Problem } from "./problem";

export type Loaded<T> = {
  /** What came last; undefined until something did. */
  value: T | undefined;
  problem: Problem | undefined;
  reload: () => void;
};

/** Loads what a page shows, again when `on` changes or `reload` is called. An answer that came too late is dropped. */
export function useLoaded<T>(load: () => Promise<T>, on: DependencyList = []): Loaded<T> {
  const [state, setState] = useState<{ value?: T; problem?: Problem }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setState({ value }),
      (thrown: unknown) => current && setState((before) => ({ ...before, problem: Problem.from(thrown) })),
    );
    return () => {
      current = false;
    };
    // `load` is written where it is used and new at every render: what it depends on is what `on` names.
  }, [...on, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { value: state.value, problem: state.problem, reload };
}
