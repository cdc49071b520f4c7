import type { Limitation } from "../quality-limitation.ts";
import type { Figures } from "../stats/figures.ts";
import { limitedByBandwidth } from "../stats/limits.ts";

/** So many looks in a row must agree. */
const LOOKS = 5;

/** What holds a stream back; `bandwidth` only where its way out is full, not where our own limit for it is reached. */
export function heldBackBy(figures: Figures): Limitation {
  const { limitation = "none" } = figures;
  return limitation === "bandwidth" && !limitedByBandwidth(figures) ? "none" : limitation;
}

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
