import { type ReadonlySignal, signal } from "@preact/signals";
import type { Figures, LayerFigures } from "../call/stats/figures.ts";
import type { PathFigures } from "../call/stats/path-figures.ts";
import { Sampler } from "../call/stats/sampler.ts";
import type { Route } from "../call/stats/stats-source.ts";
import { statsSources } from "./call.ts";
import { type StreamStats, withSamples } from "./stats-history.ts";

// The pages see the call through state/ alone, so these are named here too.
export type { Figures, LayerFigures, PathFigures, Route };

const EVERY_MS = 1_000;
const AT_ONCE = 100;
const current = signal<readonly StreamStats[]>([]);

/** Every stream's figures, once a second while somebody watches. */
export const streamStats: ReadonlySignal<readonly StreamStats[]> = current;

/** Samples all streams from now on. Returns how to stop it; what was gathered is then forgotten. */
export function watchStats(): () => void {
  const sampler = new Sampler({
    everyMs: EVERY_MS,
    atOnce: AT_ONCE,
    sources: statsSources,
    sampled: (samples) => {
      current.value = withSamples(current.value, samples);
    },
  });
  sampler.start();
  return () => {
    sampler.stop();
    current.value = [];
  };
}
