import { createLocalJWKSet, jwtVerify } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { nodeIdSchema, uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import type { Config } from "../env.ts";

const claimsSchema = v.object({
  sub: nodeIdSchema,
  jti: uuidSchema,
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
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Who the `Authorization` header says is dialling, or null where it does not prove it with a key of `NODE_KEYS`. */
export async function verifyNodeToken(
  keys: Config["nodeKeys"],
  authorization: string | undefined,
): Promise<NodeClaims | null> {
  const token = authorization?.match(/^Bearer (\S{1,2000})$/)?.[1];
  if (!token) return null;
  try {
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ["EdDSA", "Ed25519"],
      audience: AUDIENCES.node,
      maxTokenAge: TIMES.nodeTokenSeconds,
    });
    const { sub, jti, exp, room, position } = v.parse(claimsSchema, payload);
    // Each key speaks for the node that it is named after, and for no other.
    if (protectedHeader.kid !== sub) return null;
    return { nodeId: sub, roomId: room ?? null, position, tokenId: jti, expiresAt: exp };
  } catch {
    return null;
  }
}
