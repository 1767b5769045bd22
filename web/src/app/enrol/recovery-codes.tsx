import "./enrol.css";

import { useState } from "react";

import { Button } from "../../ui/button";

type Props = { codes: readonly string[]; done: () => void };

/** Shown once: the server keeps nothing that they could be read from. */
export function RecoveryCodes({ codes, done }: Props) {
  const [said, setSaid] = useState("");
  const text = codes.join("\n");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied.");
    } catch {
      setSaid("Select the codes and copy them.");
    }
  }
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
      <div className="row enrol-keep">
        <Button onClick={() => void copy()}>Copy</Button>
        <a className="button button-secondary" download="recovery-codes.txt" href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}>
          Download
        </a>
        <Button onClick={() => window.print()}>Print</Button>
        <span className="quiet" role="status">
          {said}
        </span>
      </div>
      <Button look="primary" onClick={done}>
        I have kept them
      </Button>
    </div>
  );
}
