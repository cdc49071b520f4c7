/** A node that has ended as it was told: it had drained, or was removed. */
export interface EndedNode {
  readonly id: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Storage = DurableObjectStorage["kv"];

const PREFIX = "ended/";
/** By then somebody has taken its machine away, or nobody will. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Notes that a node has ended as it was told, in an object's storage; nodes that did so long ago are forgotten. */
export function noteEnded(kv: Storage, node: EndedNode): void {
  for (const [key, { at }] of kv.list<EndedNode>({ prefix: PREFIX }))
    if (at < node.at - KEPT_MS) kv.delete(key);
  kv.put<EndedNode>(PREFIX + node.id, node);
}

/** A node is here again. */
export function forgetEnded(kv: Storage, nodeId: string): void {
  kv.delete(PREFIX + nodeId);
}

/** The nodes that have ended as they were told, and have not come back. */
export function endedNodes(kv: Storage): EndedNode[] {
  return [...kv.list<EndedNode>({ prefix: PREFIX })].map(([, node]) => node);
}
