import "./enrol.css";

import { Button } from "../../ui/button";

type Props = { codes: readonly string[]; done: () => void };

/** Shown once: the server keeps nothing that they could be read from. */
export function RecoveryCodes({ codes, done }: Props) {
  const text = codes.join("\n");
  return (
    <div className="stack">
      <p>Each gets you in once should you lose your second factor. They are shown now and never again.</p>
      <ol className="enrol-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Button onClick={() => void navigator.clipboard.writeText(text)}>Copy all</Button>
      <Button look="primary" onClick={done}>
        I have kept them
      </Button>
    </div>
  );
}
