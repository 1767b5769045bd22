/** Days, moments, amounts and counts, as the person's own browser writes them. */

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const UTC_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const COUNT = new Intl.NumberFormat();

/** The day of a moment where the person is. A date without a time, as 2026-01-31, is that day everywhere. */
export function day(text: string | undefined): string {
  if (!text) return "";
  return (text.includes("T") ? DAY : UTC_DAY).format(new Date(text));
}

/** Day and time of a moment, where the person is. */
export function moment(text: string | undefined): string {
  return text ? MOMENT.format(new Date(text)) : "";
}

export function money(cents: number, currency = "USD"): string {
  return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(cents / 100);
}

export function count(number: number): string {
  return COUNT.format(number);
}
