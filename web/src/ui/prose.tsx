import "./prose.css";

import { Fragment, type ReactNode } from "react";

/** A text in the little Markdown that agreements are written in: headings, paragraphs, numbered lists, strong words.
 * Everything else stands there as it is written. */
export function Prose({ text }: { text: string }) {
  return <div className="prose">{text.trim().split(/\n{2,}/).map(block)}</div>;
}

function block(text: string, key: number): ReactNode {
  const heading = /^(#{1,3}) (.*)$/.exec(text);
  if (heading) return heading[1] === "#" ? <h3 key={key}>{heading[2]}</h3> : <h4 key={key}>{heading[2]}</h4>;
  if (/^\d+\. /.test(text)) return <ol key={key}>{items(text).map((item, index) => <li key={index}>{words(item)}</li>)}</ol>;
  return <p key={key}>{words(text)}</p>;
}

function items(text: string): string[] {
  return text.split(/^\d+\. /m).filter(Boolean);
}

function words(text: string): ReactNode {
  return text.split("**").map((part, index) => (index % 2 ? <strong key={index}>{part}</strong> : <Fragment key={index}>{part}</Fragment>));
}
