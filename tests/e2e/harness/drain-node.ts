import { PATHS } from "../../../protocol/api.ts";
import type { Stack } from "../../../scripts/local/stack.ts";

/** Has a node drain, as its operator does. @throws where that is refused */
export async function drainNode(
  { url, fleetToken }: Pick<Stack, "url" | "fleetToken">,
  nodeId: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${fleetToken}` };
  const { status } = await fetch(url + PATHS.fleetDrain(nodeId), { method: "POST", headers });
  if (status !== 202) throw new Error(`The drain of ${nodeId} was answered with ${status}.`);
}
