/** What the API says when it refuses (RFC 9457), in one form for every page: a sentence, and one for each field. */

import type { Problem as ProblemBody } from "./schema";

/** What the rules of the contract mean to whoever fills in a form. A rule that is missing here gets a plain sentence. */
const RULES: Record<string, string> = {
  required: "This is needed.",
  "string.email": "This is not an e-mail address.",
  "string.min_len": "This is too short.",
  "string.max_len": "This is too long.",
  "string.pattern": "This does not have the form it should.",
  "string.uri": "This is not a web address.",
  "string.uuid": "This is not an id.",
  "string.no_nul": "This holds a character that cannot be stored.",
  "enum.defined_only": "Choose one of the list.",
  "repeated.min_items": "Choose at least one.",
  "repeated.max_items": "These are too many.",
};

/** Reasons whose own sentence speaks to programs. */
const SENTENCES: Record<string, string> = {
  FEATURE_UNAVAILABLE: "Your workspace does not include this. An administrator sees why under Settings.",
  MFA_ENROLMENT_REQUIRED: "Your practice asks for a second factor. Set one up, then try again.",
  STEP_UP_REQUIRED: "Nothing was done: it takes a fresh proof that it is you.",
};

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    detail: string,
    /** A sentence by the name of the field, as it is written in JSON. */
    readonly fields: Readonly<Record<string, string>> = {},
    readonly metadata: Readonly<Record<string, string>> = {},
    readonly requestId = "",
    readonly retryAfter?: number,
  ) {
    super(detail);
  }

  static of(body: unknown, response: Response): Problem {
    const retryAfter = Number(response.headers.get("retry-after")) || undefined;
    if (!isProblem(body)) return new Problem(response.status, "INTERNAL", "Something went wrong. Try again.");
    const fields = body.errors.map(({ field, rule }) => [field, sentence(rule, body)]);
    return new Problem(
      body.status,
      body.reason,
      told(body, retryAfter),
      Object.fromEntries(fields),
      body.metadata,
      body.requestId,
      retryAfter,
    );
  }

  /** Whatever was thrown: a refusal as it is, everything else as no answer. */
  static from(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    if (thrown instanceof TypeError) {
      return new Problem(0, "UNREACHABLE", "No answer. Check your connection and try again.");
    }
    console.error(thrown);
    return new Problem(0, "INTERNAL", "Something went wrong on this page. Load it again.");
  }
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "reason" in body && "errors" in body;
}

function sentence(rule: string, body: ProblemBody): string {
  return rule === body.reason ? body.detail : (RULES[rule] ?? "This cannot be taken as it is.");
}

function told(body: ProblemBody, retryAfter: number | undefined): string {
  if (body.status !== 429 || !retryAfter) return SENTENCES[body.reason] ?? body.detail;
  const minutes = Math.ceil(retryAfter / 60);
  const wait = retryAfter < 60 ? `${retryAfter} seconds` : minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `Too many attempts. Try again in ${wait}.`;
}
