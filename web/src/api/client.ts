/** The API, typed by its own OpenAPI document: `await answered(api.GET("/api/v1/users"))`. */

import createClient from "openapi-fetch";

import { Problem } from "./problem";
import { prove } from "./proof";
import type { paths } from "./schema";

/** Fired when the server no longer knows the session. */
export const SIGNED_OUT = "cfu:signed-out";

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: send });

/** What the call answers with. Throws Problem. */
export async function answered<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw Problem.of(error, response);
  return data as T;
}

/** Sends; where the act asks for a fresh proof of who acts, asks for it and sends once more. */
async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  const reason = response.ok ? "" : await reasonOf(response);
  if (reason === "NOT_SIGNED_IN" || reason === "SESSION_ENDED") window.dispatchEvent(new Event(SIGNED_OUT));
  if (reason === "STEP_UP_REQUIRED" && (await prove())) return fetch(again);
  return response;
}

async function reasonOf(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("application/problem+json")) return "";
  return ((await response.clone().json()) as { reason: string }).reason;
}
