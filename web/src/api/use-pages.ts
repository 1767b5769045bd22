import { useState } from "react";

import { Problem } from "./problem";
import { useLoaded, type Loaded } from "./use-loaded";

type Chunk<T> = { items: readonly T[]; nextPageToken: string };
type Pages<T> = {
  /** What came so far, as one list. */
  loaded: Loaded<readonly T[]>;
  /** Loads what comes next; undefined on the last page. */
  more: (() => void) | undefined;
  busy: boolean;
};

/** A long list, page after page, as far as somebody wants to read. */
export function usePages<T>(load: (pageToken: string) => Promise<Chunk<T>>): Pages<T> {
  const first = useLoaded(() => load(""));
  const [later, setLater] = useState<Chunk<T>>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const token = (later ?? first.value)?.nextPageToken;

  async function next(from: string) {
    setBusy(true);
    setProblem(undefined);
    try {
      const page = await load(from);
      setLater((before) => ({ ...page, items: [...(before?.items ?? []), ...page.items] }));
    } catch (thrown) {
      setProblem(Problem.from(thrown));
    } finally {
      setBusy(false);
    }
  }

  const value = first.value && [...first.value.items, ...(later?.items ?? [])];
  return {
    loaded: { value, problem: first.problem ?? problem, reload: first.reload },
    more: token ? () => void next(token) : undefined,
    busy,
  };
}
