import { ENLARGED_AT_MOST, type Size } from "../../protocol/room/watching.ts";
import { isInSeveralSizes, type VideoPlan } from "./encodings.ts";

/** How a picture is sent: by which plan, and of which size at its source in pixels; null where that is not known. */
export interface Planned {
  readonly plan: VideoPlan;
  readonly size: Size | null;
}

/** What it takes to send a picture by another plan: other limits of its encodings, or another producer in its place. */
export type PlanChange = "none" | "limits" | "producer";

/**
 * What it takes to go on by `next`, which has the same codec. Encodings cannot be added, and the node chooses among several sizes by the
 * size that it was told when the producer was made.
 */
export function planChange(now: Planned, next: Planned): PlanChange {
  const isResized = !isAlike(now.size, next.size);
  if (layersOf(now.plan) !== layersOf(next.plan)) return "producer";
  if (isResized && isInSeveralSizes(now.plan.encodings)) return "producer";
  return isResized || bitratesOf(now.plan) !== bitratesOf(next.plan) ? "limits" : "none";
}

/** Whether a picture that was sent in one size may be sent as before in another. Where nothing is known now, nothing has changed. */
export function isAlike(before: Size | null, now: Size | null): boolean {
  if (now === null) return true;
  if (before === null) return false;
  return isNear(before.width, now.width) && isNear(before.height, now.height);
}

/** As layers are chosen. */
const isNear = (before: number, now: number) =>
  Math.max(before, now) <= ENLARGED_AT_MOST * Math.min(before, now);

function layersOf({ encodings }: VideoPlan): string {
  return JSON.stringify(
    encodings.map(({ scaleResolutionDownBy = 1, scalabilityMode }) => [
      scaleResolutionDownBy,
      scalabilityMode,
    ]),
  );
}

function bitratesOf({ encodings }: VideoPlan): string {
  return encodings.map(({ maxBitrate }) => maxBitrate).join();
}
