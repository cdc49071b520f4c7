import { busyOf, type NodeRecord } from "./select-node.ts";
import { HOLD_MS } from "./wanted-nodes.ts";

/** How much of a region's nodes is in use, in consumers: of each as much of its capacity as it is busy. */
export interface UsedSample {
  /** Milliseconds since 1970, in whole steps of `SAMPLE_MS`: so that two registries' samples can be added. */
  readonly at: number;
  readonly used: number;
}

/** A sample is taken so often, in milliseconds. */
export const SAMPLE_MS = 15_000;

/**
 * How busy the regions of one registry were within the last half hour. It is told of every beat, so it needs no timer, and it is in
 * memory alone: what an eviction takes is told as a short history, which makes nobody give nodes back.
 */
export class LoadHistory {
  readonly #regions = new Map<string, UsedSample[]>();

  /** Takes a sample of a region, at `now` (milliseconds since 1970), unless this step has one. */
  beat(region: string, nodes: Iterable<Pick<NodeRecord, "region" | "load" | "capacity">>, now: number): void {
    const at = Math.floor(now / SAMPLE_MS) * SAMPLE_MS;
    const samples = this.#regions.get(region) ?? [];
    // A clock that is set back makes no second past.
    if (at <= (samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) return;
    let used = 0;
    for (const node of nodes) if (node.region === region) used += busyOf(node) * node.capacity;
    const kept = samples.filter((sample) => sample.at >= at - HOLD_MS);
    this.#regions.set(region, [...kept, { at, used }]);
  }

  /** The samples of each region that had a beat within the last half hour before `now`, the oldest first. */
  samples(now: number): Map<string, UsedSample[]> {
    for (const [region, samples] of this.#regions)
      if ((samples.at(-1)?.at ?? 0) < now - HOLD_MS) this.#regions.delete(region);
    return new Map(this.#regions);
  }
}
