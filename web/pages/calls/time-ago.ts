import { locale } from "../../language/language.ts";

const WORDS = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const UNITS = [
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
] as const;

/** How long ago something was, in the largest unit that fits: "2 hours ago". Both in milliseconds since 1970. */
export function timeAgo(at: number, now: number): string {
  const past = Math.max(0, now - at);
  const { unit, ms } = UNITS.find((one) => past >= one.ms) ?? {
    unit: "second",
    ms: Number.POSITIVE_INFINITY,
  };
  return WORDS.format(-Math.floor(past / ms), unit);
}
