import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { nodeIdSchema, uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import { findNodeKey, type NodeKeyFound, type NodeKeys } from "./node-keys.ts";

const ALGORITHMS = ["EdDSA", "Ed25519"];

/** A node's clock may be so many seconds ahead of the edge's, or behind: who synchronises it is right to a fraction of that. */
export const CLOCK_TOLERANCE_SECONDS = 5;

/** KV takes every node id as a key but `.` and `..`. */
const namedSchema = v.pipe(nodeIdSchema, v.regex(/[^.]/));

const claimsSchema = v.object({
  sub: nodeIdSchema,
  jti: uuidSchema,
  iat: v.number(),
  exp: v.number(),
  room: v.optional(uuidSchema),
  position: v.optional(v.unknown()),
});

/** A media node that dials, with the token that it may dial with once. */
export interface NodeClaims {
  readonly nodeId: string;
  /** The room that it dials; null for the registry. */
  readonly roomId: string | null;
  /** Where it says it is, not looked at yet; undefined where it does not say it. */
  readonly position: unknown;
  readonly tokenId: string;
  /** When it is taken no more, whatever its node's clock says, in seconds since 1970: so long it has to be known as used. */
  readonly expiresAt: number;
}

/** Why somebody who dials is not taken for a node. */
interface NodeRefusal {
  /** Who they say they are, without proof; null where they say nothing that a node could be called. */
  readonly nodeId: string | null;
  readonly reason: RefusalReason;
  readonly detail?: string;
}

type Verdict = { readonly claims: NodeClaims } | { readonly refusal: NodeRefusal };

/** Who the `Authorization` header says is dialling, or why it does not prove that with the node's key in `NODE_KEYS`. */
export async function verifyNodeToken(keys: NodeKeys, authorization: string | undefined): Promise<Verdict> {
  const token = authorization?.match(/^Bearer (\S{1,2000})$/)?.[1];
  const nodeId = token ? namedBy(token) : null;
  if (!token || nodeId === null) return refusal(null, "no-token");
  const found = await findNodeKey(keys, nodeId);
  if ("missing" in found) return { refusal: { nodeId, ...faultOfKey(found) } };
  try {
    const { payload } = await jwtVerify(token, found.key, {
      algorithms: ALGORITHMS,
      audience: AUDIENCES.node,
      maxTokenAge: TIMES.nodeTokenSeconds,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    const claims = v.safeParse(claimsSchema, payload);
    if (!claims.success) return refusal(nodeId, "bad-token", "a claim is missing, or is none of a node's");
    const { jti, iat, exp, room, position } = claims.output;
    if (exp - iat > TIMES.nodeTokenSeconds)
      return refusal(nodeId, "bad-token", `good for more than ${TIMES.nodeTokenSeconds} s`);
    const expiresAt = exp + CLOCK_TOLERANCE_SECONDS;
    return { claims: { nodeId, roomId: room ?? null, position, tokenId: jti, expiresAt } };
  } catch (error) {
    const reason = error instanceof errors.JWTExpired ? "expired-token" : "bad-token";
    return refusal(nodeId, reason, faultOf(error));
  }
}

/** What jose has against a token, in its words. They name a claim or a step, and nothing that is secret. */
function faultOf(error: unknown): string {
  return error instanceof errors.JOSEError
    ? `${error.code}: ${error.message}`.slice(0, 150)
    : "it cannot be read";
}

/**
 * The node that a token names, whose proof is still to be looked at; null where no node could have made it. Each key speaks for the
 * node that it is named after, and for no other.
 */
function namedBy(token: string): string | null {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    const { sub } = decodeJwt(token);
    const isOfNode = alg !== undefined && ALGORITHMS.includes(alg) && kid === sub;
    return isOfNode && v.is(namedSchema, sub) ? sub : null;
  } catch {
    return null;
  }
}

function faultOfKey(found: Exclude<NodeKeyFound, { key: CryptoKey }>): Omit<NodeRefusal, "nodeId"> {
  if (found.missing === "unknown") return { reason: "unknown-node", detail: "no key in NODE_KEYS" };
  if (found.missing === "malformed")
    return { reason: "unknown-node", detail: "its key in NODE_KEYS is no public Ed25519 key (JWK)" };
  return { reason: "keys-unreadable", detail: found.error };
}

function refusal(nodeId: string | null, reason: RefusalReason, detail?: string): Verdict {
  return { refusal: { nodeId, reason, ...(detail !== undefined && { detail }) } };
}
