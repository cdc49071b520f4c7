import type { Size } from "../../protocol/room/watching.ts";
import type { VideoPlan } from "./encodings.ts";

/** How a picture is sent: by which plan, and of which size at its source in pixels; null where that is not known. */
export interface Planned {
  readonly plan: VideoPlan;
  readonly size: Size | null;
}

/** What it takes to send a picture by another plan: other limits of its encodings, or another producer in its place. */
export type PlanChange = "none" | "limits" | "producer";

/** Layers are chosen with as much tolerance (`suffices` in `protocol/room/watching.ts`). */
const TOLERANCE = 1.25;

/**
 * What it takes to go on by `next`, which has the same codec. Encodings cannot be added, and the node chooses among several sizes by the
 * size that it was told when the producer was made.
 */
export function planChange(now: Planned, next: Planned): PlanChange {
  const isResized = !isAlike(now.size, next.size);
  if (layersOf(now.plan) !== layersOf(next.plan)) return "producer";
  if (isResized && isInSizes(now.plan)) return "producer";
  return isResized || bitratesOf(now.plan) !== bitratesOf(next.plan) ? "limits" : "none";
}

/** Whether a picture that was sent in one size may be sent as before in another. Where nothing is known now, nothing has changed. */
export function isAlike(before: Size | null, now: Size | null): boolean {
  if (now === null) return true;
  if (before === null) return false;
  return isNear(before.width, now.width) && isNear(before.height, now.height);
}

const isNear = (before: number, now: number) => Math.max(before, now) <= TOLERANCE * Math.min(before, now);

function layersOf({ encodings }: VideoPlan): string {
  return JSON.stringify(
    encodings.map(({ scaleResolutionDownBy = 1, scalabilityMode }) => [
      scaleResolutionDownBy,
      scalabilityMode,
    ]),
  );
}

function isInSizes({ encodings }: VideoPlan): boolean {
  return encodings.length > 1 || /^L[23]/.test(encodings[0]?.scalabilityMode ?? "");
}

function bitratesOf({ encodings }: VideoPlan): string {
  return encodings.map(({ maxBitrate }) => maxBitrate).join();
}
