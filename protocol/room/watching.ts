import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";

const pixels = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.pictureSide));

/** A picture's size in device pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** 0 × 0 where nobody sees it. */
const sizeEntries = { width: pixels, height: pixels };

/** The most that can be wanted: the stream in full, however large it is. Who has not said what it wants, wants this. */
export const FULL_SIZE: Size = { width: LIMITS.pictureSide, height: LIMITS.pictureSide };
/** How a picture is wanted that nobody sees: not at all. */
export const NO_SIZE: Size = { width: 0, height: 0 };

/** How somebody wants one stream. What is on stage has the higher priority when there is not enough for all. */
const watchedStreamSchema = v.object({
  producerId: uuidSchema,
  ...sizeEntries,
  priority: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255)),
  /** `direct`: it comes from its owner's page by itself, and the node need not send it. */
  via: v.optional(v.picklist(["node", "direct"]), "node"),
});
export type WatchedStream = v.InferOutput<typeof watchedStreamSchema>;

/**
 * To the room: this is what I show now, the whole of it. A picture that is not in the list is wanted in full until a later
 * list has it. Sound is never listed: it is always wanted.
 */
export const watchSchema = v.object({
  streams: v.pipe(v.array(watchedStreamSchema), v.maxLength(LIMITS.watchedStreams)),
  /** The most that I want to receive, in bit/s; null where I set no limit. */
  maxBitrate: v.nullable(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(LIMITS.leastMaxBitrate),
      v.maxValue(LIMITS.greatestMaxBitrate),
    ),
  ),
});

/** To a page: how large its own streams are wanted from the node, by whoever wants them largest. Only those that changed. */
export const demandSchema = v.object({
  streams: v.array(v.object({ producerId: v.string(), ...sizeEntries })),
});

export function isSameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** A picture may be enlarged this much when it is shown: a quarter is hardly seen, and saves more than half of the bits. */
export const ENLARGED_AT_MOST = 1.25;

/**
 * Whether a picture is good enough for the `wanted` size when it is sent `scale` times smaller than its source. It is shown
 * whole within that size, so that the side at which it touches decides.
 */
export function suffices(wanted: Size, source: Size, scale: number): boolean {
  const most = ENLARGED_AT_MOST / scale;
  return wanted.width <= source.width * most || wanted.height <= source.height * most;
}
