import type { ErrorCode } from "../../protocol/errors.ts";

/** These pass by themselves: a node is coming, or what is in the way is being taken away. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>([
  "media_unavailable",
  "duplicate_producer",
  "rate_limited",
]);
const MAX_TRIES = 8;
const DEFAULT_MS = 1_000;

/** When to publish again after a refusal, in milliseconds; null where it is final. `tries` counts the refusals so far. */
export function publishAgainMs(code: string, retryAfterMs: number | undefined, tries: number): number | null {
  if (!PASSING.has(code) || tries >= MAX_TRIES) return null;
  return retryAfterMs ?? DEFAULT_MS;
}

/** How often a stream that the media node loses is published again within a minute, before it is given up. */
const MAX_LOSSES = 3;
const LOSSES_WITHIN_MS = 60_000;

/** Whether a stream that the node has lost at these times, the last of them now, is worth publishing again. */
export function worthRepublishing(losses: readonly number[], now: number): boolean {
  return losses.filter((at) => now - at < LOSSES_WITHIN_MS).length <= MAX_LOSSES;
}

/** A stream of one's own, as this page has it or as the room has it. */
export interface Published {
  readonly producerId: string;
  readonly paused: boolean;
}

/** What to tell a room whose view of one's own streams is not what this page sends: the page is right about itself. */
export interface Differences {
  readonly publish: readonly string[];
  readonly unpublish: readonly string[];
  readonly setPaused: readonly Published[];
}

/** Compares one's own streams with what the room has of them, after a time in which neither heard the other. */
export function compareStreams(here: readonly Published[], room: readonly Published[]): Differences {
  const own = new Map(here.map((stream) => [stream.producerId, stream]));
  const known = new Map(room.map((stream) => [stream.producerId, stream]));
  return {
    publish: [...own.keys()].filter((id) => !known.has(id)),
    unpublish: [...known.keys()].filter((id) => !own.has(id)),
    setPaused: here.filter(({ producerId, paused }) => {
      const stream = known.get(producerId);
      return stream !== undefined && stream.paused !== paused;
    }),
  };
}
