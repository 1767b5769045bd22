/** Where a sign-in came from, and how it went, as people say it. */

import type { Device, Location, SignIn } from "../../../api/schema";

/** `Firefox on Windows`. Whoever sends it can say anything there: good for recognising, proof of nothing. */
export function deviceText(device: Device | undefined): string {
  const { browser = "", operatingSystem = "" } = device ?? {};
  if (browser && operatingSystem) return `${browser} on ${operatingSystem}`;
  return browser || operatingSystem || "Unknown device";
}

/** The city and what it is in, as far as known. */
export function placeText(location: Location | undefined): string {
  return [location?.city, location?.region, location?.country].filter(Boolean).join(", ");
}

export const METHODS: Record<SignIn["method"], string> = {
  SIGN_IN_METHOD_UNSPECIFIED: "",
  SIGN_IN_METHOD_PASSWORD: "Password",
  SIGN_IN_METHOD_PASSKEY: "Passkey",
  SIGN_IN_METHOD_SINGLE_SIGN_ON: "Single sign-on",
};

export const SECOND_FACTORS: Record<SignIn["secondFactor"], string> = {
  SIGN_IN_SECOND_FACTOR_UNSPECIFIED: "",
  SIGN_IN_SECOND_FACTOR_NONE: "",
  SIGN_IN_SECOND_FACTOR_TOTP: "authenticator app",
  SIGN_IN_SECOND_FACTOR_PASSKEY: "passkey",
  SIGN_IN_SECOND_FACTOR_RECOVERY_CODE: "recovery code",
};

/** Why an attempt was refused; a reason that is missing here is shown as refused and no more. */
export const REFUSALS: Record<string, string> = {
  INVALID_CREDENTIALS: "Wrong password",
  TOO_MANY_ATTEMPTS: "Too many attempts",
  FACTOR_REFUSED: "Wrong second factor",
  SSO_REQUIRED: "Single sign-on required",
};
