import { type Bucket, take } from "../../protocol/token-bucket.ts";
import { REFUSAL_REASONS, type RefusalReason } from "../refusal-reasons.ts";
import type { Store } from "../store.ts";

/** How often a node was refused for a reason; of whom nobody knows who it was, the node is null. */
export interface RefusalCount {
  readonly nodeId: string | null;
  readonly reason: RefusalReason;
  readonly times: number;
}

/** So often refusals are told or stored: who is refused can try as often as they like, and is not to have something done for each try. */
const TOLD = { burst: 5, perSecond: 0.1 };

/** Refusals that were not told yet. What is too much at once waits for the next one: so a count may lag behind, and loses nothing while this is there. */
export class RefusalTally {
  #bucket: Bucket | null = null;
  readonly #waiting = new Map<string, RefusalCount>();

  /** Counts one at `now` (milliseconds since 1970). Gives all that is to be told by it; null where nothing is to be told now. */
  add(nodeId: string | null, reason: RefusalReason, now: number): RefusalCount[] | null {
    const key = `${reason} ${nodeId ?? ""}`;
    const times = (this.#waiting.get(key)?.times ?? 0) + 1;
    this.#waiting.set(key, { nodeId, reason, times });
    const { bucket, ok } = take(this.#bucket, TOLD, now);
    this.#bucket = bucket;
    if (!ok) return null;
    const told = [...this.#waiting.values()];
    this.#waiting.clear();
    return told;
  }
}

const KEY = "refusals";

/**
 * How often nodes of one area were refused. By reason it is stored, and only what is stored is said, so that it never falls; by node it is
 * in memory alone.
 */
export class Refusals {
  readonly #kv: Pick<Store, "get" | "put">;
  readonly #tally = new RefusalTally();
  readonly #nodes = new Map<string, number>();

  constructor(kv: Pick<Store, "get" | "put">) {
    this.#kv = kv;
  }

  /** The registry itself has refused a node, at `now` (milliseconds since 1970). */
  note(nodeId: string, reason: RefusalReason, now: number): void {
    this.#ofNode({ nodeId, times: 1 });
    const due = this.#tally.add(nodeId, reason, now);
    if (due) this.#store(due);
  }

  /** Others at the edge have refused somebody. */
  add(counts: readonly RefusalCount[]): void {
    for (const count of counts) this.#ofNode(count);
    this.#store(counts);
  }

  /** How often a node was refused, since the registry was last evicted. */
  ofNode(nodeId: string): number {
    return this.#nodes.get(nodeId) ?? 0;
  }

  byReason(): Record<RefusalReason, number> {
    const stored = this.#kv.get<Partial<Record<RefusalReason, number>>>(KEY) ?? {};
    const entries = REFUSAL_REASONS.map((reason) => [reason, stored[reason] ?? 0]);
    return Object.fromEntries(entries) as Record<RefusalReason, number>;
  }

  #ofNode({ nodeId, times }: Pick<RefusalCount, "nodeId" | "times">): void {
    if (nodeId !== null) this.#nodes.set(nodeId, this.ofNode(nodeId) + times);
  }

  #store(counts: readonly RefusalCount[]): void {
    const sums = this.byReason();
    for (const { reason, times } of counts) sums[reason] += times;
    this.#kv.put(KEY, sums);
  }
}
