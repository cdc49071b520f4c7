import type { Store } from "../store.ts";
import type { NodeClaims } from "./node-token.ts";
import { useOnce } from "./one-use.ts";

/** What an object needs to know of a node that dials it: only the Worker can call it, so it can trust these. */
export function dialHeaders({ nodeId, tokenId, expiresAt }: NodeClaims): Record<string, string> {
  return { Upgrade: "websocket", "Node-Id": nodeId, "Token-Id": tokenId, "Token-Expires": String(expiresAt) };
}

/** The node that dials, and whether somebody has done so before with its token, which counts as used from now on. */
export function nodeDialling(headers: Headers, store: Store): { nodeId: string; wasUsed: boolean } {
  const expiresAt = Number(headers.get("Token-Expires"));
  const isFirst = useOnce(store, headers.get("Token-Id") ?? "", expiresAt, Date.now() / 1000);
  return { nodeId: headers.get("Node-Id") ?? "", wasUsed: !isFirst };
}
