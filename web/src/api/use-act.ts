import { useCallback, useState } from "react";

import { Problem } from "./problem";

export type Act = {
  /** Does it; what it throws becomes the problem. */
  run: (call: () => Promise<unknown>) => Promise<void>;
  busy: boolean;
  problem: Problem | undefined;
};

/** For a button that does something at once, without a form: one thing at a time. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = useCallback(async (call: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await call();
    } catch (thrown) {
      setProblem(Problem.from(thrown));
    } finally {
      setBusy(false);
    }
  }, []);
  return { run, busy, problem };
}
