const MINUTES = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const DAYS = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const SECONDS = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

type Props = {
  /** As the API writes it. */
  at: string | undefined;
  /** The day alone. */
  day?: boolean;
  /** What stands there when there is no time. */
  absent?: string;
};

/** A time in the place and language of who looks; exactly, on a closer look. */
export function Time({ at, day = false, absent = "Never" }: Props) {
  if (!at) return <span className="quiet">{absent}</span>;
  const time = new Date(at);
  return (
    <time dateTime={at} title={SECONDS.format(time)}>
      {(day ? DAYS : MINUTES).format(time)}
    </time>
  );
}
