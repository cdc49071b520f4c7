import { env, exports } from "cloudflare:workers";
import { importJWK, SignJWT } from "jose";
import { inject } from "vitest";
import { AUDIENCES } from "../../../protocol/api.ts";
import { TIMES } from "../../../protocol/limits.ts";
import { ORIGIN } from "./guest.ts";

/** The media nodes whose keys the Worker knows. */
export type NodeId = "node-a" | "node-b" | "node-c";

/** Makes the nodes known whose keys the tests have. */
export async function trustNodes(): Promise<void> {
  const entries = Object.entries(inject("surroundings").publicNodeKey);
  await Promise.all(entries.map(([id, key]) => env.NODE_KEYS.put(id, JSON.stringify(key))));
}

/** How a node's token differs from a good one. */
export interface TokenFaults {
  issuedAt?: number;
  expiresAt?: number;
  key?: CryptoKey | Uint8Array;
  kid?: string;
  jti?: string;
  audience?: string;
  position?: unknown;
}

/** A token with which a node may dial its registry, or one room, once. */
export async function nodeToken(
  id: NodeId,
  roomId: string | null,
  faults: TokenFaults = {},
): Promise<string> {
  const issuedAt = faults.issuedAt ?? Math.floor(Date.now() / 1000);
  const { position } = faults;
  return new SignJWT(roomId === null ? { ...(position !== undefined && { position }) } : { room: roomId })
    .setProtectedHeader({ alg: "EdDSA", kid: faults.kid ?? id })
    .setSubject(id)
    .setAudience(faults.audience ?? AUDIENCES.node)
    .setJti(faults.jti ?? crypto.randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(faults.expiresAt ?? issuedAt + TIMES.nodeTokenSeconds)
    .sign(faults.key ?? (await privateKeyOf(id)));
}

/** The key with which a node proves who it is. */
export function privateKeyOf(id: NodeId): Promise<CryptoKey | Uint8Array> {
  return importJWK(inject("surroundings").nodeKey[id] ?? {}, "EdDSA");
}

/** Dials a path of the Worker as a node does. */
export function dial(path: string, token: string | null): Promise<Response> {
  const authorization: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
  return exports.default.fetch(ORIGIN + path, { headers: { Upgrade: "websocket", ...authorization } });
}
