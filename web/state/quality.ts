import { computed, type ReadonlySignal } from "@preact/signals";
import { type Quality, worst } from "../call/stats/quality.ts";
import type { CallQuality } from "../call/stats/quality-monitor.ts";
import { store } from "./call-store.ts";
import type { Person, Stream } from "./types.ts";

// The pages see the call through state/ alone, so these are named here too.
export type { Quality };
export type Cause = Extract<Quality, { cause: unknown }>["cause"];

/** One's own connection, in three steps. */
export const ownQuality: ReadonlySignal<Quality> = computed(() => store.quality.value.own);

/** How somebody's picture comes over: their screen by itself, their camera together with their voice. */
export function tileQuality(
  { isSelf, streams }: Person,
  source: "screen" | "camera",
  shown: Stream | null | undefined,
): Quality {
  if (isSelf) return { level: "good" };
  const judged =
    source === "screen"
      ? streams.filter(({ producerId }) => producerId === shown?.producerId)
      : streams.filter((stream) => stream.source === "camera" || stream.source === "microphone");
  return worstOf(store.quality.value, judged);
}

function worstOf({ streams: verdicts }: CallQuality, streams: readonly Stream[]): Quality {
  return worst(streams.map(({ producerId }) => verdicts.get(producerId) ?? null));
}
