import "./baa-text.css";

import { answered, api } from "../../../api/client";
import { useLoaded } from "../../../api/use-loaded";
import { Prose } from "../../../ui/prose";
import { WhenLoaded } from "../../../ui/when-loaded";

export function BaaText({ version }: { version: string }) {
  const loaded = useLoaded(() => {
    const path = { document_version: version };
    return answered(api.GET("/api/v1/agreements/documents/{document_version}", { params: { path } }));
  }, [version]);
  return (
    <WhenLoaded loaded={loaded}>
      {({ text, sha256 }) => (
        <>
          <div className="baa-text" tabIndex={0} role="region" aria-label="Text of the agreement">
            <Prose text={text} />
          </div>
          <p className="baa-sha quiet">
            SHA-256 of this text: <code>{sha256}</code>
          </p>
        </>
      )}
    </WhenLoaded>
  );
}
