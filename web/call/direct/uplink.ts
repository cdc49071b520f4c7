import type { Limitation } from "../quality-limitation.ts";

/** So many looks in a row must agree. */
const LOOKS = 5;

/** What has held something back at each of the last looks; null while nothing has at all of them. */
export function lastingLimitation(looks: readonly Limitation[]): "uplink" | "cpu" | null {
  const last = looks.slice(-LOOKS);
  if (last.length < LOOKS) return null;
  if (last.every((limitation) => limitation === "bandwidth")) return "uplink";
  return last.every((limitation) => limitation === "cpu") ? "cpu" : null;
}

/** The worst of several senders' limitations. */
export function worstOf(limitations: readonly Limitation[]): Limitation {
  return (["bandwidth", "cpu", "other"] as const).find((each) => limitations.includes(each)) ?? "none";
}
