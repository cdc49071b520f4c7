import type { StackNode } from "../../../scripts/local/stack.ts";

/** The node that has somebody's transports. */
export async function servingNode({ nodes }: { nodes: readonly StackNode[] }): Promise<StackNode> {
  for (const node of nodes) {
    const metrics = await (await fetch(node.healthUrl.replace("/healthz", "/metrics"))).text();
    const transports = metrics.match(/^nearcast_transports\S* (\d+)/m)?.[1];
    if (Number(transports) > 0) return node;
  }
  throw new Error("no node has a transport");
}
