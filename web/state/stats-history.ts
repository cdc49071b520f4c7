import type { Figures } from "../call/stats/figures.ts";
import type { Sample } from "../call/stats/sampler.ts";
import type { StatsSource } from "../call/stats/stats-source.ts";

/** So much of the past is kept, and drawn. */
export const WINDOW_MS = 60_000;

/** A stream's figures now, and those of the last minute, oldest first. */
export interface StreamStats {
  readonly key: string;
  readonly stream: Omit<StatsSource, "getReport">;
  readonly figures: Figures;
  readonly history: readonly Figures[];
}

/** The streams after another round. What is no longer there goes; the order stays that of the sources. */
export function withSamples(before: readonly StreamStats[], samples: readonly Sample[]): StreamStats[] {
  const old = new Map(before.map((each) => [each.key, each.history]));
  return samples.map(({ key, source, figures }) => {
    const { getReport: _, ...stream } = source;
    const kept = (old.get(key) ?? []).filter(({ at }) => at > figures.at - WINDOW_MS && at < figures.at);
    return { key, stream, figures, history: [...kept, figures] };
  });
}
