import { TIMES } from "../../protocol/limits.ts";
import type { Load } from "../../protocol/node/control.ts";

/** A media node as its last beat described it. */
export interface NodeRecord {
  readonly id: string;
  readonly version: number;
  readonly load: Load;
  readonly draining: boolean;
  /** Milliseconds since 1970. */
  readonly beatAt: number;
}

/**
 * The node that a room should use: alive, not draining, of this version of the protocol, and the least loaded. `avoid` is
 * taken only where there is no other. Null where none is fit.
 */
export function selectNode(
  nodes: Iterable<NodeRecord>,
  { avoid, version, now }: { avoid: string | null; version: number; now: number },
): string | null {
  const fit = [...nodes].filter(
    (node) => !node.draining && node.version === version && now - node.beatAt <= TIMES.nodeLeaseMs,
  );
  const others = fit.filter(({ id }) => id !== avoid);
  const ranked = (others.length > 0 ? others : fit).toSorted(byLoad);
  return ranked[0]?.id ?? null;
}

/** Processor first, in steps of a tenth so that noise does not decide; then consumers, then rooms; then the name. */
function byLoad(a: NodeRecord, b: NodeRecord): number {
  const step = (node: NodeRecord) => Math.round(node.load.cpu * 10);
  return (
    step(a) - step(b) ||
    a.load.consumers - b.load.consumers ||
    a.load.rooms - b.load.rooms ||
    a.id.localeCompare(b.id)
  );
}
