import "./form.css";

import { createContext, useContext, useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";

import { Problem } from "../api/problem";
import { Button } from "./button";
import { Notice } from "./notice";

/** What was filled in, by the names of the fields. */
export type Fields = Readonly<Record<string, string>>;

type Props = {
  /** Sends what was filled in. What it throws is shown: at the fields it names, and above them otherwise. */
  submit: (fields: Fields) => Promise<unknown>;
  /** What the button says. */
  label: string;
  /** `danger` for what cannot be taken back, `secondary` beside another form. */
  look?: "primary" | "secondary" | "danger";
  /** Said beside the button once it was sent, until something is changed again. */
  done?: string;
  /** As wide as there is room, for a form in several parts. */
  wide?: boolean;
  /** More buttons, beside the first. */
  actions?: ReactNode;
  children?: ReactNode;
};

const Errors = createContext<Readonly<Record<string, string>>>({});

/** What is wrong with the field of this name; nothing when nothing is. */
export function useFieldError(name: string): string | undefined {
  return useContext(Errors)[name];
}

export function Form({ submit, label, look = "primary", wide = false, done, actions, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [sent, setSent] = useState(false);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const target = event.currentTarget;
    const missing = incomplete(target);
    if (missing) return setProblem(missing);
    setBusy(true);
    setSent(false);
    try {
      await submit(filledIn(target));
      setProblem(undefined);
      setSent(true);
    } catch (thrown) {
      setProblem(Problem.from(thrown));
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);

  return (
    <form
      ref={form}
      className={wide ? "form form-wide stack" : "form stack"}
      onSubmit={(event) => void onSubmit(event)}
      onChange={() => setSent(false)}
      noValidate
    >
      <FormProblem problem={problem} form={form.current} />
      <Errors value={problem?.fields ?? {}}>{children}</Errors>
      <div className="form-actions row">
        <Button type="submit" look={look} busy={busy}>
          {label}
        </Button>
        {actions}
        {done && (
          <span className="form-done" role="status">
            {sent && done}
          </span>
        )}
      </div>
    </form>
  );
}

/** What no field of this form can show by itself. */
function FormProblem({ problem, form }: { problem: Problem | undefined; form: HTMLFormElement | null }) {
  if (!problem) return null;
  const names = Object.keys(problem.fields);
  const shown = names.length > 0 && names.every((name) => form?.elements.namedItem(name));
  return shown ? null : <Notice kind="problem">{problem.message}</Notice>;
}

/** What the browser itself finds missing, in its own words. */
function incomplete(form: HTMLFormElement): Problem | undefined {
  const fields: Record<string, string> = {};
  for (const element of form.elements) {
    if (isField(element) && element.name && !element.validity.valid) fields[element.name] ??= element.validationMessage;
  }
  return Object.keys(fields).length ? new Problem(0, "INVALID_FIELD", "", fields) : undefined;
}

function isField(element: Element): element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return "validity" in element;
}

function filledIn(form: HTMLFormElement): Fields {
  const entries = [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : ""]);
  return Object.fromEntries(entries) as Fields;
}
