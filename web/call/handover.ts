import type { types } from "mediasoup-client";

const LOOK_EVERY_MS = 100;
/** Streams are compared by what they delivered in so long a time. */
const WINDOW_MS = 500;
/** The old one does not flow for ever: after this long the new one takes its place as it is. */
const PATIENCE_MS = 2_500;
/** Capture and network are not even: so many of the other's frames are as good as all of them. */
const ENOUGH = 0.7;

/** What a picture's consumer has delivered so far. */
export interface Delivered {
  /** Frames decoded since it began. */
  readonly frames: number;
  /** Pixels of the last one. */
  readonly pixels: number;
}

/** What one delivered at the beginning of a time, and at its end. */
export type Span = readonly [from: Delivered, to: Delivered];

/** Whether a new stream has come up to the one whose place it takes: as large, and about as many frames. */
export function isAsGood(fresh: Span, old: Span): boolean {
  const frames = ([from, to]: Span) => to.frames - from.frames;
  return fresh[1].pixels >= old[1].pixels && frames(fresh) >= ENOUGH * frames(old);
}

/**
 * Resolves when a new picture is as good as the old one, which still flows: a path that is new begins with a cautious estimate, and with
 * fewer or smaller pictures. At the latest after 2.5 s. Rejects when `signal` is aborted.
 */
export async function asGoodAs(
  fresh: types.Consumer,
  old: types.Consumer,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  const looks: { at: number; fresh: Delivered; old: Delivered }[] = [];
  for (;;) {
    signal.throwIfAborted();
    const now = Date.now();
    if (now >= until || old.closed || fresh.closed) return;
    const look = { at: now, fresh: await deliveredBy(fresh), old: await deliveredBy(old) };
    const first = looks.findLast(({ at }) => at <= now - WINDOW_MS);
    if (first !== undefined && isAsGood([first.fresh, look.fresh], [first.old, look.old])) return;
    looks.push(look);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function deliveredBy(consumer: types.Consumer): Promise<Delivered> {
  const stats = await consumer.getStats();
  for (const entry of stats.values()) {
    if (entry.type !== "inbound-rtp") continue;
    const { framesDecoded: frames = 0, frameWidth = 0, frameHeight = 0 } = entry;
    return { frames, pixels: frameWidth * frameHeight };
  }
  return { frames: 0, pixels: 0 };
}
