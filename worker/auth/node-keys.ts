import { importJWK } from "jose";
import * as v from "valibot";
import { TIMES } from "../../protocol/limits.ts";
import { errorText } from "../log.ts";

/** Where the public key of each media node is, a JWK by the node's id: the Workers KV namespace that is bound as `NODE_KEYS`. */
export type NodeKeys = Pick<KVNamespace, "get">;

/** A node's key, or why there is none. */
export type NodeKeyFound =
  | { readonly key: CryptoKey }
  /** Nobody has made it known, or it was taken away. */
  | { readonly missing: "unknown" }
  /** What was put there is not the public half of an Ed25519 key. */
  | { readonly missing: "malformed" }
  /** It cannot be said just now. */
  | { readonly missing: "unavailable"; readonly error: string };

/** A private half does not belong there: whoever put it is to notice. */
const publicKeySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    kty: v.literal("OKP"),
    crv: v.literal("Ed25519"),
    x: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
    d: v.optional(v.never()),
  }),
);

/**
 * Looks up the key by which a node proves who it is. Never throws: what KV does is told.
 *
 * @param nodeId a valid node id that is no `.` and no `..`, which KV does not take
 */
export async function findNodeKey(keys: NodeKeys, nodeId: string): Promise<NodeKeyFound> {
  let text: string | null | undefined;
  try {
    // KV keeps what it has read, and also that there was nothing, at each of Cloudflare's places: so long a node may be
    // refused that has just been made known, and be taken that has just been taken away.
    const read = keys.get(nodeId, { cacheTtl: TIMES.nodeKeyCacheSeconds });
    text = await Promise.race([read, scheduler.wait(TIMES.nodeKeyTimeoutMs).then(() => undefined)]);
  } catch (error) {
    return { missing: "unavailable", error: errorText(error) };
  }
  if (text === undefined)
    return { missing: "unavailable", error: `no answer within ${TIMES.nodeKeyTimeoutMs} ms` };
  if (text === null) return { missing: "unknown" };
  const parsed = v.safeParse(publicKeySchema, text);
  if (!parsed.success) return { missing: "malformed" };
  const { kty, crv, x } = parsed.output;
  try {
    const key = await importJWK({ kty, crv, x }, "Ed25519");
    return key instanceof Uint8Array ? { missing: "malformed" } : { key };
  } catch {
    return { missing: "malformed" };
  }
}
