/** A fresh proof of who acts: whoever needs one asks here; the frame of the app shows the dialog. */

/** Resolves to whether the proof was given. */
type Ask = () => Promise<boolean>;

let ask: Ask | undefined;
let asking: Promise<boolean> | undefined;

/** The frame says how to ask. Returns what undoes that. */
export function proveWith(how: Ask): () => void {
  ask = how;
  return () => {
    ask = undefined;
  };
}

/** Asks once, however many calls wait for the same proof. */
export function prove(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => {
    asking = undefined;
  });
  return asking;
}
